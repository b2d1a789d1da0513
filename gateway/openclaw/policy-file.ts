// Converts settings and rules to the protocol's policy file and back.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { ApprovalMode } from '#contract/types/approval-modes.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { MethodParams, MethodResult } from '#contract/methods/registry.ts';
import type { GatewayServices } from '../server/services.ts';
import { SerialQueue } from '#core/serial-queue.ts';
import type { Principal } from '#core/principal.ts';

type Snapshot = MethodResult<'exec.approvals.get'>;
type PolicyFile = Snapshot['file'];

const SECURITY: Readonly<Record<ApprovalMode, { readonly security: string; readonly ask: string }>> = {
  plan: { security: 'deny', ask: 'off' },
  deny: { security: 'deny', ask: 'off' },
  ask: { security: 'allowlist', ask: 'on-miss' },
  'accept-edits': { security: 'allowlist', ask: 'on-miss' },
  auto: { security: 'allowlist', ask: 'on-miss' },
  full: { security: 'full', ask: 'off' },
};
const MODES: Readonly<Record<string, ApprovalMode>> = { deny: 'deny', allowlist: 'ask', full: 'full' };

/** The policy as a file with its hash. */
export async function readPolicyFile(services: GatewayServices): Promise<Snapshot> {
  const file = await makeFile(services);
  const hash = createHash('sha256').update(JSON.stringify(file)).digest('hex');
  const resolvedDefaults = {
    security: 'allowlist' as const,
    ask: 'on-miss' as const,
    askFallback: 'deny' as const,
    autoAllowSkills: false,
  };
  return { path: join(services.identity.home, 'approvals'), exists: true, hash, file, resolvedDefaults };
}

/** Writes of each gateway, one at a time: of two with the same base hash, only the first may succeed. */
const writes = new WeakMap<GatewayServices, SerialQueue>();

/** Replaces rules and modes with those in the file. @throws {GatewayError} when it has changed since `baseHash`. */
export function writePolicyFile(
  params: MethodParams<'exec.approvals.set'>,
  services: GatewayServices,
  by: Principal,
): Promise<Snapshot> {
  const queue = writes.get(services) ?? new SerialQueue();
  writes.set(services, queue);
  return queue.run(() => replacePolicy(params, services, by));
}

async function replacePolicy(
  params: MethodParams<'exec.approvals.set'>,
  services: GatewayServices,
  by: Principal,
): Promise<Snapshot> {
  const { hash } = await readPolicyFile(services);
  if (params.baseHash === undefined)
    throw invalidRequest(
      'approvals base hash required; re-run exec.approvals.get and retry with baseHash',
      'BASE_HASH',
    );
  if (params.baseHash !== hash)
    throw invalidRequest('approvals changed since last load; re-run exec.approvals.get and retry', 'STALE_HASH');
  const agents = Object.entries(params.file.agents ?? {});
  for (const [agentId] of agents) services.engine.agents.require(agentId);
  const rules = agents.flatMap(([agentId, { allowlist = [] }]) =>
    allowlist.map(({ pattern }) => ({ agentId, words: pattern.split(/\s+/).filter((word) => word !== '') })),
  );
  await services.engine.rules.replaceAll(rules, by);
  const modes = agents.flatMap(([agentId, { security }]) => {
    const mode = security === undefined ? undefined : MODES[security];
    const current = services.config.settings().agents.find((agent) => agent.agentId === agentId)?.approvalMode;
    const unchanged = current !== undefined && SECURITY[current].security === security;
    return mode === undefined || unchanged ? [] : [[agentId, { approvalMode: mode }] as const];
  });
  if (modes.length > 0) await services.config.merge({ agents: { entries: Object.fromEntries(modes) } });
  for (const [agentId, entry] of modes)
    await services.store.audit.append({ by, action: 'agent.changed', subject: agentId, details: entry });
  return readPolicyFile(services);
}

async function makeFile({ config, engine }: GatewayServices): Promise<PolicyFile> {
  // The file has no way to deny a command.
  const rules = (await engine.rules.list()).filter((rule) => rule.sessionKey === undefined && rule.effect !== 'deny');
  const agents = config.settings().agents.map(({ agentId, approvalMode }) => {
    const allowlist = rules
      .filter((rule) => rule.agentId === agentId)
      .map((rule) => ({ id: rule.id, pattern: rule.words.join(' '), source: 'allow-always' as const }));
    return [agentId, { ...SECURITY[approvalMode], allowlist }] as const;
  });
  return {
    version: 1,
    defaults: { security: 'allowlist', ask: 'on-miss', askFallback: 'deny' },
    agents: Object.fromEntries(agents),
  };
}

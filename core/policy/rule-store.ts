// Manages stored rules: list, add, change, revoke, restore, replace, and test a command.
import { RULE_RESTORABLE_DAYS, type RevokedRule } from '#contract/types/approval-rules.ts';
import type { PolicyExplanation } from '#contract/types/command-program.ts';
import type { ApprovalRule, ListedRule, RulePreset } from '#contract/types/approvals.ts';
import { defined } from '#contract/types/defined.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import { requireAgent } from '../runs/model-choice.ts';
import { findLineFolder } from '../workspaces/find-line-folder.ts';
import { openMachine } from '../workspaces/open-workspace.ts';
import { listConfinedTools } from './confined-tools.ts';
import { runsBuildTools } from './confinement.ts';
import type { ExplainRequest } from './explain-policy.ts';
import { judge, type Verdict } from './policy.ts';
import { listReadOnlyCommands } from './profiles/preset.ts';
import { bindRule, describeRule, requireRule, ruleNotFound } from './rule-drafts.ts';
import { listRevokedRules, listRules, requireProject, type RuleFilter } from './rule-lists.ts';
import { ruleRehearsals, type RuleRehearsals } from './rule-rehearsal.ts';
import { ruleTransfer, type RuleTransfer } from './rule-transfer.ts';
import { ANY_WORKSPACE, draftRule } from './rules.ts';
import { formatPrincipal, type Principal } from '../principal.ts';

const DAY_MS = 24 * 60 * 60_000;

/** A rule to store. `workspace`: that of the agent if absent, or all folders for a rule of a project; `*` for all folders. */
export interface RuleDraft extends Pick<ApprovalRule, 'agentId' | 'effect' | 'words' | 'sessionKey' | 'projectId'> {
  readonly workspace?: string;
}

/**
 * Changes to a stored rule. `sessionKey`: null for a rule that doesn't end with its session anymore. With a `workspace` alone, the
 * rule no longer belongs to a project.
 */
export interface RulePatch extends Partial<Pick<ApprovalRule, 'effect' | 'words' | 'workspace' | 'projectId'>> {
  readonly sessionKey?: null;
}

/** Stored approval rules. */
export interface RulesFacet extends RuleRehearsals, RuleTransfer {
  list(filter?: RuleFilter): Promise<readonly ListedRule[]>;
  /** Revoked rules that can be restored, latest first. */
  revoked(filter?: RuleFilter): Promise<readonly RevokedRule[]>;
  /** The built-in presets. */
  presets(): readonly RulePreset[];
  /** Adds a rule. @throws {GatewayError} when the words may not be stored. */
  add(rule: RuleDraft, by: Principal): Promise<ApprovalRule>;
  /** Changes a rule, which counts as unused from then on. @throws {GatewayError} when it doesn't exist or may not be stored. */
  update(id: string, patch: RulePatch, by: Principal): Promise<ApprovalRule>;
  remove(id: string, by: Principal): Promise<boolean>;
  restore(id: string, by: Principal): Promise<boolean>;
  /** Replaces all agent-wide rules that allow, from the policy file. They apply in every workspace of their agent. */
  replaceAll(rules: readonly Pick<ApprovalRule, 'agentId' | 'words'>[], by: Principal): Promise<void>;
  /** Permanently removes rules that can't be restored anymore. */
  purge(): Promise<void>;
  /** The decision of the policy on a command, in the agent's workspace or a folder of it. */
  test(agentId: string, command: string, cwd?: string): Promise<Omit<Verdict, 'decidedBy'>>;
  /** The decision on each program of a line. @throws {GatewayError} for an unknown agent */
  explain(request: ExplainRequest): Promise<PolicyExplanation>;
}

function listPresets({ config }: EnginePorts): readonly RulePreset[] {
  const { readOnlyCommands, confinedCommands } = config.settings().approvals;
  return [
    { id: 'read-only-commands', enabled: readOnlyCommands, commands: listReadOnlyCommands() },
    { id: 'confined-commands', enabled: confinedCommands, commands: listConfinedTools() },
  ];
}

/** The rule operations of the engine. `changed` is called after each change. */
export function ruleStore(ports: EnginePorts, changed: () => void): RulesFacet {
  const { approvals } = ports.store;
  const report = async (change: Promise<boolean>): Promise<boolean> => {
    const isDone = await change;
    if (isDone) changed();
    return isDone;
  };
  const restorableSince = () => ports.clock.now() - RULE_RESTORABLE_DAYS * DAY_MS;
  return {
    ...ruleRehearsals(ports),
    ...ruleTransfer(ports, changed),
    list: (filter) => listRules(ports, filter),
    revoked: (filter) => listRevokedRules(ports, restorableSince(), filter),
    presets: () => listPresets(ports),
    async add({ effect = 'allow', ...draft }, by) {
      const agent = requireAgent(ports.config.settings(), draft.agentId);
      const workspace = draft.projectId === undefined ? agent.workspace : ANY_WORKSPACE;
      await requireProject(ports, draft);
      const bound = await bindRule(ports, { workspace, ...draft, effect });
      const rule = { ...requireRule(ports, bound, by), origin: 'manual' } as const;
      await approvals.addRules([rule], { by, action: 'rule.added', subject: rule.id, details: describeRule(rule) });
      changed();
      return rule;
    },
    async update(id, patch, by) {
      const before = (await approvals.rules()).find((rule) => rule.id === id);
      if (before === undefined) throw ruleNotFound(id);
      const rule = await changeRule(ports, before, patch, by);
      const details = { before: describeRule(before), after: describeRule(rule) };
      if (!(await approvals.updateRule(rule, { by, action: 'rule.changed', subject: id, details })))
        throw ruleNotFound(id);
      changed();
      return rule;
    },
    remove: (id, by) => report(approvals.removeRule(id, { by, action: 'rule.removed', subject: id, details: {} })),
    restore: (id, by) =>
      report(approvals.restoreRule(id, restorableSince(), { by, action: 'rule.restored', subject: id, details: {} })),
    async replaceAll(rules, by) {
      const next = await draftAll(ports, rules, by);
      const details = { count: next.length };
      await approvals.replaceRules(next, { by, action: 'rules.replaced', subject: 'policy file', details });
      changed();
    },
    purge: async () => void (await approvals.purgeRules(restorableSince())),
    test: (agentId, command, cwd) => testPolicy(ports, agentId, command, cwd),
    explain: async (request) => {
      const { explainPolicy } = await import('./explain-policy.ts');
      return explainPolicy(ports, request);
    },
  };
}

/** The rules of the policy file. Storing the same rules again doesn't approve what has changed since. */
async function draftAll(
  ports: EnginePorts,
  rules: readonly Pick<ApprovalRule, 'agentId' | 'words'>[],
  by: Principal,
): Promise<readonly ApprovalRule[]> {
  const before = await ports.store.approvals.rules();
  const drafts = rules.map(async (words) => {
    const rule = { ...words, effect: 'allow', workspace: ANY_WORKSPACE, origin: 'policy-file' } as const;
    const same = before.find(
      (one) => one.sessionKey === undefined && one.projectId === undefined && isSameRule(one, rule),
    );
    // A rule of an earlier version that may not be stored anymore stays in the file, but covers nothing.
    return same === undefined
      ? requireRule(ports, await bindRule(ports, rule), by)
      : draftRule(ports, { ...rule, ...defined({ files: same.files }) }, by);
  });
  return Promise.all(drafts);
}

/** The rule after a change. Its files are bound again, since a person has seen the command now. */
async function changeRule(
  ports: EnginePorts,
  before: ApprovalRule,
  { sessionKey, ...patch }: RulePatch,
  by: Principal,
): Promise<ApprovalRule> {
  const { files: _, lastUsedAtMs: __, sessionKey: session, projectId: project, ...kept } = before;
  const isOfSession = session !== undefined && sessionKey !== null;
  const projectId = patch.projectId ?? (patch.workspace === undefined ? project : undefined);
  const next = {
    ...kept,
    ...(patch.projectId === undefined ? {} : { workspace: ANY_WORKSPACE }),
    ...patch,
    ...defined({ projectId, sessionKey: isOfSession ? session : undefined }),
  };
  await requireProject(ports, patch);
  const rule = requireRule(ports, await bindRule(ports, next), by);
  const { id, createdBy, createdAtMs } = before;
  const updated = { updatedBy: formatPrincipal(by), updatedAtMs: ports.clock.now() };
  return { ...rule, id, createdBy, createdAtMs, ...updated };
}

function isSameRule(one: ApprovalRule, other: Pick<ApprovalRule, 'agentId' | 'words'>): boolean {
  const isAllow = one.effect !== 'deny';
  return isAllow && one.agentId === other.agentId && JSON.stringify(one.words) === JSON.stringify(other.words);
}

async function testPolicy(
  ports: EnginePorts,
  agentId: string,
  command: string,
  cwd: string | undefined,
): ReturnType<RulesFacet['test']> {
  const settings = ports.config.settings();
  const agent = requireAgent(settings, agentId);
  const machine = await openMachine(ports.machines, agent).catch(() => undefined);
  if (machine === undefined) return { verdict: 'ask', reason: 'The workspace is not available.' };
  const folder = await findLineFolder(machine, cwd);
  if (folder === undefined) return { verdict: 'ask', reason: 'Its folder is not in the workspace.' };
  const { inspectLine } = await import('../workspaces/inspect-line.ts');
  const line = await inspectLine(machine, ports.grammar, { line: command, cwd: folder });
  const {
    decidedBy: _,
    programs: __,
    ruleIds: ___,
    ...verdict
  } = judge({
    mode: agent.approvalMode,
    risk: 'exec',
    agentId,
    sessionKey: undefined,
    projectId: undefined,
    workspace: agent.workspace,
    realWorkspace: machine.workspace,
    rules: await ports.store.approvals.rules(agentId),
    line,
    readOnlyCommands: settings.approvals.readOnlyCommands,
    confinedCommands: await runsBuildTools(ports, machine.kind, agentId),
  });
  return verdict;
}

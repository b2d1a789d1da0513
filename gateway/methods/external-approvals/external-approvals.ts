// Approvals requested by programs and nodes, methods for approvals of any kind, and the names that older dashboards use.
import type { ApprovalRecord } from '#contract/types/approvals.ts';
import { defined } from '#contract/types/defined.ts';
import type { ApprovalDecided } from '#contract/types/external-approvals.ts';
import { truncateText } from '#contract/types/truncate-text.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { PublishedType } from '#contract/wire/published.ts';
import type { MethodParams } from '#contract/methods/registry.ts';
import { explainCommand } from '#core/policy/explain-command.ts';
import { formatPrincipal } from '#core/principal.ts';
import { approvalNotFound, requireApproval, resolveExecApproval } from '../../openclaw/exec-approvals.ts';
import { readPolicyFile, writePolicyFile } from '../../openclaw/policy-file.ts';
import { approvalSnapshot, execApproval, terminalReason, wireDecision } from '../../openclaw/approval-shapes.ts';
import { defineHandlers, type Call } from '../../server/dispatch/handler.ts';
import { approvalHistory } from './approval-history.ts';

/** Default and longest time to wait for a decision, ms. */
const DEFAULT_WAIT_MS = 30 * 60_000;
const MAX_WAIT_MS = 24 * 60 * 60_000;
/** Longest command that can be shown in full, characters. */
const MAX_COMMAND_LENGTH = 16_384;

/** Decisions as older dashboards spell them. */
const OLD_DECISIONS: ReadonlyMap<string, string> = new Map([
  ['allow_once', 'allow-once'],
  ['always_allow', 'allow-always'],
  ['allow_always', 'allow-always'],
]);

export const EXTERNAL_APPROVAL_HANDLERS = defineHandlers({
  'exec.approvals.list': async (_params, { engine }) => (await engine.approvals.pending()).map(execApproval),
  'exec.approvals.resolve': ({ id, decision }, { engine, by }) =>
    resolveExecApproval(engine, id, OLD_DECISIONS.get(decision) ?? decision, by),
  'exec.approvals.overrides': (_params, { services }) => readPolicyFile(services),
  'exec.approvals.overrides.set': (params, { services, by }) => writePolicyFile(params, services, by),

  async 'exec.approval.request'(params, call) {
    const { engine, connection } = call;
    const { approvalWaiters } = call.gateway;
    const request = toRequest(params, call);
    if (approvalWaiters.has(request.id))
      throw invalidRequest('This approval ID is already in use.', 'APPROVAL_ID_USED');
    approvalWaiters.set(request.id, connection.id);
    try {
      return await waitForDecision(await engine.approvals.request(request), params.twoPhase === true, call);
    } finally {
      approvalWaiters.delete(request.id);
    }
  },

  async 'exec.approval.waitDecision'({ id, timeoutMs }, { engine, signal }) {
    const enough =
      timeoutMs === undefined
        ? signal
        : AbortSignal.any([signal, AbortSignal.timeout(Math.min(timeoutMs, MAX_WAIT_MS))]);
    const approval = (await engine.approvals.wait(id, enough)) ?? (await requireApproval(id, engine));
    return { ...toDecision(approval), ...defined({ terminalReason: terminalReason(approval) }) };
  },

  'exec.approval.grants.list': () => ({ grants: [] }),
  'exec.approval.grants.revoke': () => ({ outcome: 'not-found' }),

  'approval.get': async ({ id }, { engine }) => ({ approval: approvalSnapshot(await requireApproval(id, engine)) }),

  async 'approval.resolve'({ id, kind, decision }, { engine, by }) {
    if (kind !== 'exec') throw approvalNotFound();
    await requireApproval(id, engine);
    const { applied, approval } = await engine.approvals.resolve({ id, decision, by });
    // Whether it was resolved now or before, it is no longer pending.
    return { applied, approval: approvalSnapshot(approval) as PublishedType<'ApprovalResolveResult'>['approval'] };
  },

  'approval.history': (query, { services }) => approvalHistory(query, services),
});

async function waitForDecision(approval: ApprovalRecord, twoPhase: boolean, call: Call): Promise<ApprovalDecided> {
  const { engine, gateway, connection, signal } = call;
  const { id, createdAtMs, expiresAtMs } = approval;
  const canAnswer = [...gateway.connections()].some(
    (other) => other.id !== connection.id && other.holds('operator.approvals'),
  );
  const deliveryRoute = canAnswer ? 'approval-client' : 'none';
  if (twoPhase) call.early({ status: 'accepted', id, deliveryRoute, createdAtMs, expiresAtMs });
  if (!canAnswer) await engine.approvals.expire(id);
  return toDecision((await engine.approvals.wait(id, signal)) ?? approval);
}

type RequestParams = MethodParams<'exec.approval.request'>;

function toRequest(params: RequestParams, { services, by, engine }: Call) {
  const { id = services.ids.next(), timeoutMs = DEFAULT_WAIT_MS, agentId, sessionKey, runId, toolCallId } = params;
  // It appears in URLs and in the log.
  if (!/^[\u0021-\u007E]{1,200}$/.test(id) || id === '.' || id === '..')
    throw invalidRequest('An ID must be 1 to 200 plain characters.', 'INVALID_PARAMS');
  const agent = typeof agentId === 'string' ? engine.agents.require(agentId).agentId : undefined;
  const key = sessionKey ? engine.sessions.resolveKey(sessionKey, agent) : undefined;
  return {
    id,
    by,
    timeoutMs: Math.min(timeoutMs, MAX_WAIT_MS),
    subject: toSubject(params, formatPrincipal(by)),
    ...defined({ agentId: agent, sessionKey: key, runId: runId ?? undefined, callId: toolCallId ?? undefined }),
  };
}

/** The command and its environment, as reported by the program. */
function toSubject(params: RequestParams, requester: string): ApprovalRecord['subject'] {
  const { systemRunPlan: plan, resolvedPath, nodeId } = params;
  const argv = params.commandArgv ?? plan?.argv;
  const command = requireCommand(params);
  return {
    tool: 'exec',
    command,
    cwd: params.cwd ?? plan?.cwd ?? '',
    sandbox: params.host ?? (typeof nodeId === 'string' ? 'node' : 'gateway'),
    reason: `Requested by ${requester}. The command runs in that program, not here.`,
    risks: findRisks(params, command, argv),
    ...(argv === undefined ? {} : { argv: [...argv] }),
    ...(typeof resolvedPath === 'string' ? { resolvedPath } : {}),
  };
}

function requireCommand({ command, systemRunPlan, commandArgv }: RequestParams): string {
  const text = command ?? systemRunPlan?.commandText ?? commandArgv?.join(' ') ?? '';
  if (text.trim() === '') throw invalidRequest('exec.approval.request requires a command.', 'INVALID_PARAMS');
  if (text.length <= MAX_COMMAND_LENGTH) return text;
  throw invalidRequest(
    `The command can't be shown in full because it is longer than ${MAX_COMMAND_LENGTH} characters.`,
    'COMMAND_TOO_LONG',
  );
}

/** Warnings for the approver: arguments that differ from the command, the program's own warning, what the command does, and variables it sets. */
function findRisks(
  { warningText, env }: RequestParams,
  command: string,
  argv: readonly string[] | undefined,
): string[] {
  const names = Object.keys(env ?? {});
  return [
    ...(argv === undefined || argv.join(' ') === command
      ? []
      : [`Arguments: ${truncateText(JSON.stringify(argv), 2_000)}`]),
    ...(warningText?.trim() ? [truncateText(warningText, 1_000)] : []),
    ...explainCommand(command),
    ...(names.length === 0 ? [] : [`Sets environment variables: ${truncateText(names.join(', '), 500)}.`]),
  ];
}

function toDecision({ id, outcome, createdAtMs, expiresAtMs }: ApprovalRecord): ApprovalDecided {
  return { id, decision: wireDecision(outcome), createdAtMs, expiresAtMs };
}

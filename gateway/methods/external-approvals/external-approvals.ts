// Approvals requested by programs and nodes, and methods for approvals of any kind.
import { APPROVAL_ALIASES } from './approval-aliases.ts';
import type { EXTERNAL_APPROVAL_METHODS } from '#contract/methods/external-approvals.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { ApprovalRecord } from '#contract/types/approvals.ts';
import type { MethodParams } from '#contract/methods/registry.ts';
import type { ApprovalDecided } from '#contract/types/external-approvals.ts';
import type { PublishedType } from '#contract/wire/published.ts';
import { approvalSnapshot, terminalReason, wireDecision } from '../../openclaw/approval-shapes.ts';
import type { Connection } from '../../server/connections/connection.ts';
import type { Call, HandlersFor } from '../../server/dispatch/handler.ts';
import type { GatewayServices } from '../../server/services.ts';
import { approvalNotFound } from '../../openclaw/exec-approvals.ts';
import { formatPrincipal } from '#core/principal.ts';
import { approvalHistory } from './approval-history.ts';

/** Time for an answer when the program names none, and the longest, ms. */
const DEFAULT_WAIT_MS = 30 * 60_000;
const LONGEST_WAIT_MS = 24 * 60 * 60_000;
/** A longer command cannot be shown whole. */
const LONGEST_COMMAND = 16_384;

export const EXTERNAL_APPROVAL_HANDLERS: HandlersFor<typeof EXTERNAL_APPROVAL_METHODS> = {
  ...APPROVAL_ALIASES,
  async 'exec.approval.request'(params, call) {
    const { services, gateway, connection } = call;
    const request = toRequest(params, call);
    if (gateway.approvalWaiters.has(request.id))
      throw invalidRequest('this approval id is already in use', 'APPROVAL_ID_USED');
    gateway.approvalWaiters.set(request.id, connection.id);
    try {
      const approval = await services.engine.approvals.request(request);
      return await askedAndAnswered(approval, params.twoPhase === true, call);
    } finally {
      gateway.approvalWaiters.delete(request.id);
    }
  },

  async 'exec.approval.waitDecision'({ id, timeoutMs }, { services, signal }) {
    const enough =
      timeoutMs === undefined
        ? signal
        : AbortSignal.any([signal, AbortSignal.timeout(Math.min(timeoutMs, LONGEST_WAIT_MS))]);
    const approval = (await services.engine.approvals.wait(id, enough)) ?? (await services.engine.approvals.get(id));
    if (approval === undefined) throw approvalNotFound();
    const reason = terminalReason(approval);
    return { ...decided(approval), ...(reason === undefined ? {} : { terminalReason: reason }) };
  },

  'exec.approval.grants.list': () => ({ grants: [] }),
  'exec.approval.grants.revoke': () => ({ outcome: 'not-found' }),

  async 'approval.get'({ id }, { services }) {
    const approval = await services.engine.approvals.get(id);
    if (approval === undefined) throw approvalNotFound();
    return { approval: toSnapshot(approval) };
  },

  async 'approval.resolve'({ id, kind, decision }, { services, connection }) {
    const known = kind === 'exec' ? await services.engine.approvals.get(id) : undefined;
    if (known === undefined) throw approvalNotFound();
    const { applied, approval } = await services.engine.approvals.resolve({ id, decision, by: connection.principal });
    // Once resolved, or found resolved, it is no pending one.
    return { applied, approval: toSnapshot(approval) as PublishedType<'ApprovalResolveResult'>['approval'] };
  },

  'approval.history': (query, { services }) => approvalHistory(query, services),
};

async function askedAndAnswered(approval: ApprovalRecord, twoPhase: boolean, call: Call): Promise<ApprovalDecided> {
  const { services, gateway, connection, signal } = call;
  const canAnswer = somebodyElse(gateway.connections(), connection);
  const { id, createdAtMs, expiresAtMs } = approval;
  const deliveryRoute = canAnswer ? 'approval-client' : 'none';
  if (twoPhase) call.early({ status: 'accepted', id, deliveryRoute, createdAtMs, expiresAtMs });
  if (!canAnswer) await services.engine.approvals.expire(id);
  return decided((await services.engine.approvals.wait(id, signal)) ?? approval);
}

type RequestParams = MethodParams<'exec.approval.request'>;

function toRequest(params: RequestParams, { services, connection }: Pick<Call, 'services' | 'connection'>) {
  if (params.id !== undefined && !isUsableId(params.id))
    throw invalidRequest('an id must be 1 to 200 plain characters', 'INVALID_PARAMS');
  return {
    id: params.id ?? services.ids.next(),
    by: connection.principal,
    timeoutMs: Math.min(params.timeoutMs ?? DEFAULT_WAIT_MS, LONGEST_WAIT_MS),
    subject: toSubject(params, formatPrincipal(connection.principal)),
    ...toSource(params, services),
  };
}

/** What is to run, and where, as far as the program says. */
function toSubject(params: RequestParams, requester: string): ApprovalRecord['subject'] {
  const { systemRunPlan: plan, resolvedPath, nodeId } = params;
  const argv = params.commandArgv ?? plan?.argv;
  const elsewhere = typeof nodeId === 'string' ? 'node' : 'gateway';
  return {
    tool: 'exec',
    command: requireCommand(params),
    cwd: params.cwd ?? plan?.cwd ?? '',
    sandbox: params.host ?? elsewhere,
    reason: `Requested by ${requester}. The command runs in that program, not here.`,
    risks: [...findRisks(params)],
    ...(argv === undefined ? {} : { argv }),
    ...(typeof resolvedPath === 'string' ? { resolvedPath } : {}),
  };
}

function requireCommand({ command, systemRunPlan, commandArgv }: RequestParams): string {
  const text = command ?? systemRunPlan?.commandText ?? commandArgv?.join(' ') ?? '';
  if (text.trim() === '') throw invalidRequest('exec.approval.request needs a command', 'INVALID_PARAMS');
  if (text.length <= LONGEST_COMMAND) return text;
  throw invalidRequest(
    `a command longer than ${LONGEST_COMMAND} characters cannot be shown in full`,
    'COMMAND_TOO_LONG',
  );
}

/** The agent, session and run that it is for, where the program names them. */
function toSource(params: RequestParams, services: GatewayServices) {
  const { agentId, sessionKey, runId, toolCallId } = params;
  const agent = typeof agentId === 'string' ? services.engine.agents.require(agentId).agentId : undefined;
  const key =
    typeof sessionKey === 'string' && sessionKey !== ''
      ? services.engine.sessions.resolveKey(sessionKey, agent)
      : undefined;
  return {
    ...(agent === undefined ? {} : { agentId: agent }),
    ...(key === undefined ? {} : { sessionKey: key }),
    ...(typeof runId === 'string' ? { runId } : {}),
    ...(typeof toolCallId === 'string' ? { callId: toolCallId } : {}),
  };
}

/** It appears in addresses and in the log. */
function isUsableId(id: string): boolean {
  return /^[\u0021-\u007E]{1,200}$/.test(id) && id !== '.' && id !== '..';
}

/** What a person should see before answering: the program's own warning, and what it changes around the command. */
function findRisks(params: RequestParams): readonly string[] {
  const { warningText, env, commandArgv, systemRunPlan } = params;
  const names = Object.keys(env ?? {});
  const argv = commandArgv ?? systemRunPlan?.argv;
  const words = argv?.join(' ');
  return [
    // What is shown must be what runs, as far as the program says.
    ...(words === undefined || words === requireCommand(params)
      ? []
      : [`Arguments: ${JSON.stringify(argv).slice(0, 2_000)}`]),
    ...(typeof warningText === 'string' && warningText.trim() !== '' ? [warningText.slice(0, 1_000)] : []),
    ...(names.length === 0 ? [] : [`Sets environment variables: ${names.join(', ').slice(0, 500)}.`]),
  ];
}

/** Whether somebody besides the one who asks is there to answer. */
function somebodyElse(connections: Iterable<Connection>, asking: Connection): boolean {
  return [...connections].some((connection) => connection.id !== asking.id && connection.holds('operator.approvals'));
}

function decided({ id, outcome, createdAtMs, expiresAtMs }: ApprovalRecord): ApprovalDecided {
  return { id, decision: wireDecision(outcome), createdAtMs, expiresAtMs };
}

function toSnapshot(approval: ApprovalRecord): PublishedType<'ApprovalGetResult'>['approval'] {
  // Its shape follows the record; a test checks it against the published schema.
  return approvalSnapshot(approval) as PublishedType<'ApprovalGetResult'>['approval'];
}

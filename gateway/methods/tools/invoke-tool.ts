// A tool call by a person or program: started as a run, followed to its result or to the approval it needs.
import { formatSessionKey } from '#contract/types/ids.ts';
import { GatewayError } from '#contract/wire/errors.ts';
import type { SessionEvent } from '#contract/sessions/session-events.ts';
import { requireAgent, writableKeyOf } from '../sessions/session-access.ts';
import type { GatewayServices } from '../../server/services.ts';
import type { Principal } from '#core/principal.ts';

/** Where calls without a session are listed. */
const CATEGORY = 'API';

/** A call as it was asked for. */
export interface ToolInvocation {
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly sessionKey?: string | undefined;
  readonly agentId?: string | undefined;
  readonly by: Principal;
}

/** The result of a call. */
export type InvocationOutcome =
  | {
      readonly type: 'result';
      readonly text: string;
      readonly isError: boolean;
      readonly details: Readonly<Record<string, unknown>>;
    }
  | { readonly type: 'approval'; readonly approvalId: string; readonly sessionKey: string }
  | { readonly type: 'ended'; readonly message: string };

/** Calls the tool. A call that must be asked about stays open when this returns. @throws {GatewayError} */
export async function invokeTool(
  services: GatewayServices,
  asked: ToolInvocation,
  signal: AbortSignal,
): Promise<InvocationOutcome> {
  const { engine, ids } = services;
  const { sessionKey, own } = requestOrigin(services, asked);
  const runId = ids.next();
  const { tool, args: input, by } = asked;
  const outcome = followCall(services, sessionKey, runId);
  try {
    await engine.runs.callTool({ sessionKey, runId, tool, input, by, category: CATEGORY });
  } catch (error) {
    outcome.release();
    throw error;
  }
  const abort = (): void => void engine.runs.abort(sessionKey, runId).catch(() => undefined);
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  const settled = await outcome.first.finally(() => signal.removeEventListener('abort', abort));
  if (own) void outcome.ended.then(() => archive(services, sessionKey, by));
  return settled;
}

/** What callers see of a result. */
export function outputOf({ text, details }: Extract<InvocationOutcome, { type: 'result' }>) {
  return { content: [{ type: 'text', text }], details };
}

/** A tool that is not there, for whatever reason: which one is not told. */
export function isUnavailableTool(error: unknown): boolean {
  return error instanceof GatewayError && error.extras.details?.code === 'TOOL_NOT_AVAILABLE';
}

function requestOrigin(services: GatewayServices, { sessionKey, agentId }: ToolInvocation) {
  const agent = requireAgent(agentId ?? services.config.settings().defaultAgentId, services);
  if (sessionKey !== undefined) return { sessionKey: writableKeyOf(sessionKey, services, agent), own: false };
  return { sessionKey: formatSessionKey(agent, `tool:${services.ids.next()}`), own: true };
}

async function archive({ engine, clock, log }: GatewayServices, sessionKey: string, by: Principal): Promise<void> {
  try {
    await engine.sessions.patch(sessionKey, { archivedAt: clock.now() }, by);
  } catch (error) {
    log
      .part('gateway')
      .warn('The session of a finished tool call could not be archived.', { sessionKey, error: String(error) });
  }
}

function followCall({ engine }: GatewayServices, sessionKey: string, runId: string) {
  let first: (outcome: InvocationOutcome) => void = () => {};
  let ended: () => void = () => {};
  const promises = {
    first: new Promise<InvocationOutcome>((resolve) => (first = resolve)),
    ended: new Promise<void>((resolve) => (ended = resolve)),
  };
  const stop = engine.onNotice((notice) => {
    if (notice.kind !== 'event' || notice.sessionKey !== sessionKey) return;
    const { event } = notice;
    if (!('runId' in event) || event.runId !== runId) return;
    const outcome = outcomeOf(event, sessionKey);
    if (outcome !== undefined) first(outcome);
    if (event.type !== 'run.ended') return;
    stop();
    ended();
  });
  return { ...promises, release: stop };
}

function outcomeOf(event: SessionEvent, sessionKey: string): InvocationOutcome | undefined {
  if (event.type === 'tool.finished')
    return { type: 'result', text: event.text, isError: event.isError, details: event.details };
  if (event.type === 'approval.requested') return { type: 'approval', approvalId: event.approvalId, sessionKey };
  if (event.type !== 'run.ended') return undefined;
  return { type: 'ended', message: event.error?.message ?? `The call ended without a result (${event.status}).` };
}

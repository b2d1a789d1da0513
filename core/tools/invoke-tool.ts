// A tool call by a person or program: started as a run, followed to its result or to the approval it needs.
import { formatSessionKey } from '#contract/types/ids.ts';
import type { SessionEvent } from '#contract/sessions/session-events.ts';
import type { Engine } from '../engine/engine.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { Principal } from '../principal.ts';
import type { InvocationOutcome, ToolSummary, ToolInvocation } from '../engine/tools-facet.ts';

/** Where calls without a session are listed. */
const CATEGORY = 'API';

type Parts = Pick<Engine, 'agents' | 'sessions' | 'runs' | 'onNotice'>;

/** Calls the tool. A call that requires approval stays open when this returns. @throws {GatewayError} */
export async function invokeTool(
  ports: Pick<EnginePorts, 'ids' | 'clock' | 'log'>,
  engine: Parts,
  { tool, input, by, ...target }: ToolInvocation,
  signal: AbortSignal,
): Promise<InvocationOutcome & Pick<ToolSummary, 'source'>> {
  const { agentId } = engine.agents.require(target.agentId);
  const isOwn = target.sessionKey === undefined;
  const sessionKey =
    target.sessionKey === undefined
      ? formatSessionKey(agentId, `tool:${ports.ids.next()}`)
      : engine.sessions.resolveWritableKey(target.sessionKey, agentId);
  const runId = ports.ids.next();
  const call = followCall(engine, sessionKey, runId);
  const { source } = await engine.runs
    .callTool({ sessionKey, runId, tool, input, by, category: CATEGORY })
    .catch((error: unknown) => {
      call.release();
      throw error;
    });
  const abort = (): void => void engine.runs.abort(sessionKey, runId).catch(() => undefined);
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  const outcome = await call.first.finally(() => signal.removeEventListener('abort', abort));
  if (isOwn) void call.ended.then(() => archive(ports, engine, sessionKey, by));
  return { ...outcome, source };
}

async function archive(
  { clock, log }: Pick<EnginePorts, 'clock' | 'log'>,
  { sessions }: Parts,
  sessionKey: string,
  by: Principal,
): Promise<void> {
  try {
    await sessions.patch(sessionKey, { archivedAt: clock.now() }, by);
  } catch (error) {
    log.warn("Couldn't archive the session of a finished tool call.", { sessionKey, error: String(error) });
  }
}

function followCall({ onNotice }: Parts, sessionKey: string, runId: string) {
  const first = Promise.withResolvers<InvocationOutcome>();
  const ended = Promise.withResolvers<void>();
  const release = onNotice((notice) => {
    if (notice.kind !== 'event' || notice.sessionKey !== sessionKey) return;
    const { event } = notice;
    if (!('runId' in event) || event.runId !== runId) return;
    const outcome = toOutcome(event, sessionKey);
    if (outcome !== undefined) first.resolve(outcome);
    if (event.type !== 'run.ended') return;
    release();
    ended.resolve();
  });
  return { first: first.promise, ended: ended.promise, release };
}

function toOutcome(event: SessionEvent, sessionKey: string): InvocationOutcome | undefined {
  if (event.type === 'tool.finished')
    return { type: 'result', text: event.text, isError: event.isError, details: event.details };
  if (event.type === 'approval.requested') return { type: 'approval', approvalId: event.approvalId, sessionKey };
  if (event.type !== 'run.ended') return undefined;
  return { type: 'ended', message: event.error?.message ?? `The call ended without a result (${event.status}).` };
}

// The state of a run id, read from the events: the response to a message that is sent twice.
import type { SessionEvent, SessionEventOf } from '#contract/sessions/session-events.ts';
import type { RunOutcome, SendResult } from '../engine/runs-facet.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import { isMark } from '../sessions/session-log.ts';
import { joinText } from './active-run.ts';
import type { Runner } from './runner.ts';

/** Finds the state of `runId`, with the number of its message. A message merged into another run has the state of that run. */
export function findRunState(events: readonly SessionEvent[], runId: string): Pick<SendResult, 'status' | 'seq'> {
  const { message, answeredBy } = findAnswer(events, runId);
  const seq = message?.seq ?? 0;
  if (answeredBy === undefined) return { status: isStillQueued(events, message?.messageId) ? 'in_flight' : 'ok', seq };
  const end = events.find((event) => event.type === 'run.ended' && event.runId === answeredBy);
  if (end?.type !== 'run.ended') return { status: 'in_flight', seq };
  return { status: end.status === 'done' ? 'ok' : 'error', seq };
}

/** The message with a run id, and the run that answers it. */
function findAnswer(events: readonly SessionEvent[], runId: string) {
  const message = events.find(
    (event): event is SessionEventOf<'message.accepted'> => event.type === 'message.accepted' && event.runId === runId,
  );
  const messageId = message?.messageId;
  const [answeredBy] = events.flatMap((event) => {
    if (
      event.type === 'run.started' &&
      (event.runId === runId || (messageId !== undefined && event.messageIds.includes(messageId)))
    )
      return [event.runId];
    return event.type === 'message.injected' && event.messageId === messageId ? [event.runId] : [];
  });
  return { message, answeredBy };
}

function isStillQueued(events: readonly SessionEvent[], messageId: string | undefined): boolean {
  const accepted = events.findIndex((event) => event.type === 'message.accepted' && event.messageId === messageId);
  if (accepted < 0) return false;
  const later = events.slice(accepted + 1);
  return !later.some((event) => isMark(event) || (event.type === 'message.withdrawn' && event.messageId === messageId));
}

/** Waits for the end of the run that answers the message with `runId`; undefined after `timeoutMs`. */
export async function waitForOutcome(
  ports: EnginePorts,
  runner: Runner,
  runId: string,
  timeoutMs: number,
): Promise<RunOutcome | undefined> {
  const { outcome, answeredBy = runId } = await readRun(ports, runner, runId);
  return outcome ?? runner.waiters.wait(answeredBy, timeoutMs);
}

/** What is known of a run: its outcome, and the run that the message was merged into, even if an earlier process did that. */
interface KnownRun {
  readonly outcome?: RunOutcome | undefined;
  readonly answeredBy?: string | undefined;
}

/** The outcome of a run that is no longer in memory is read from the store. */
async function readRun({ store }: EnginePorts, runner: Runner, runId: string): Promise<KnownRun> {
  const remembered = runner.waiters.outcome(runId);
  if (remembered !== undefined || runner.list().some((run) => run.runId === runId)) return { outcome: remembered };
  const known = await store.sessions.findRun(runId);
  if (known === undefined) return {};
  const { sessionKey } = known;
  const events = await store.sessions.events(sessionKey, 1);
  const { message, answeredBy } = findAnswer(events, runId);
  // It left the queue without an answer.
  if (message !== undefined && answeredBy === undefined && !isStillQueued(events, message.messageId)) {
    const endedAt = events.at(-1)?.ts ?? message.ts;
    return { outcome: { runId, sessionKey, status: 'aborted', text: '', endedAt } };
  }
  const end = events.find((event) => event.type === 'run.ended' && event.runId === answeredBy);
  if (end?.type !== 'run.ended') return { answeredBy };
  const last = events.findLast((event) => event.type === 'message.completed' && event.runId === answeredBy);
  const text = joinText(last?.type === 'message.completed' ? last.content : []);
  const error = end.error === undefined ? {} : { error: { code: end.error.code, message: end.error.message } };
  return { outcome: { runId: end.runId, sessionKey, status: end.status, text, endedAt: end.ts, ...error } };
}

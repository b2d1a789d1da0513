// The state of a run id, read from the events: the response to a message that is sent twice.
import type { SessionEvent } from '#contract/sessions/session-events.ts';
import type { RunOutcome } from '../engine/runs-facet.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { Runner } from './runner.ts';

/** The state of a run id: active or queued, answered, or failed. `seq` is that of its message. */
export interface RunState {
  readonly status: 'in_flight' | 'ok' | 'error';
  readonly seq: number;
}

/** Finds the state of `runId`. A message merged into another run has the state of that run. */
export function findRunState(events: readonly SessionEvent[], runId: string): RunState {
  const message = events.find((event) => event.type === 'message.accepted' && event.runId === runId);
  const messageId = message?.type === 'message.accepted' ? message.messageId : undefined;
  const seq = message?.seq ?? 0;
  const answeredBy = events.flatMap((event) => {
    if (
      event.type === 'run.started' &&
      (event.runId === runId || (messageId !== undefined && event.messageIds.includes(messageId)))
    )
      return [event.runId];
    return event.type === 'message.injected' && event.messageId === messageId ? [event.runId] : [];
  })[0];
  if (answeredBy === undefined) return { status: isStillQueued(events, messageId) ? 'in_flight' : 'ok', seq };
  const end = events.find((event) => event.type === 'run.ended' && event.runId === answeredBy);
  if (end?.type !== 'run.ended') return { status: 'in_flight', seq };
  return { status: end.status === 'done' ? 'ok' : 'error', seq };
}

function isStillQueued(events: readonly SessionEvent[], messageId: string | undefined): boolean {
  const accepted = events.findIndex((event) => event.type === 'message.accepted' && event.messageId === messageId);
  if (accepted < 0) return false;
  return !events
    .slice(accepted + 1)
    .some(
      (event) =>
        event.type === 'reset' ||
        event.type === 'rewound' ||
        event.type === 'branch.switched' ||
        (event.type === 'message.withdrawn' && event.messageId === messageId),
    );
}

/** The outcome of a run that is no longer in memory; undefined while it is active or when it is unknown. */
export async function readOutcome(ports: EnginePorts, runner: Runner, runId: string): Promise<RunOutcome | undefined> {
  const remembered = runner.waiters.outcome(runId);
  if (remembered !== undefined || runner.list().some((run) => run.runId === runId)) return remembered;
  const known = await ports.store.sessions.findRun(runId);
  if (known === undefined) return undefined;
  const events = await ports.store.sessions.events(known.sessionKey, 1);
  const end = events.find((event) => event.type === 'run.ended' && event.runId === runId);
  if (end?.type !== 'run.ended') return undefined;
  const last = events.findLast((event) => event.type === 'message.completed' && event.runId === runId);
  const content = last?.type === 'message.completed' ? last.content : [];
  const text = content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('\n\n');
  const error = end.error === undefined ? {} : { error: { code: end.error.code, message: end.error.message } };
  return { runId, sessionKey: known.sessionKey, status: end.status, text, endedAt: end.ts, ...error };
}

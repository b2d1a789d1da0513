// Reads a conversation from the store, in parts, so that a long one doesn't delay other work.
import type { SessionView } from '#contract/sessions/session-view.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { SessionStore } from '../ports/sessions-store.ts';
import { eventWeight } from './event-weight.ts';
import { LogReader } from './session-log.ts';

/** Events that are read at once. */
const PART_EVENTS = 2_000;

/** A conversation, and the approximate bytes of its events. */
interface LoadedLog {
  readonly view: SessionView;
  readonly weight: number;
}

/** The session with all its items after the event `upTo`, or after its last one. */
export async function readLog(
  { store, clock }: Pick<EnginePorts, 'store' | 'clock'>,
  key: string,
  upTo = Number.MAX_SAFE_INTEGER,
): Promise<LoadedLog> {
  const log = new LogReader();
  let weight = 0;
  let from = await findStart(store.sessions, key, upTo);
  for (;;) {
    const events = await store.sessions.events(key, from, PART_EVENTS);
    for (const event of events) {
      if (event.seq > upTo) break;
      log.add(event);
      weight += eventWeight(event);
    }
    from += events.length;
    if (events.length < PART_EVENTS || from > upTo) return { view: log.view, weight };
    await new Promise<void>((resolve) => void clock.after(0, resolve));
  }
}

/** The first event of the conversation: the reset that started it, because a reset forgets everything before it. */
async function findStart(sessions: SessionStore, key: string, upTo: number): Promise<number> {
  const closed = (await sessions.conversations(key)).find(({ toSeq }) => toSeq < upTo);
  return closed === undefined ? 1 : closed.toSeq + 1;
}

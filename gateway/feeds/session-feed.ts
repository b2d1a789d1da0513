// Our own feed: durable events and increments of the sessions that a connection watches.
// Durable events and the first live event are sent immediately; further live events are merged every 16 ms, with many streams every 32.
import { LIVE_MERGE_MS } from '#contract/wire/limits.ts';
import type { LiveEvent } from '#contract/sessions/live-events.ts';
import type { SessionEvent } from '#contract/sessions/session-events.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Connection } from '../server/connections/connection.ts';
import { LiveBatch, supersedes } from './live-batch.ts';

/** Most sessions that one connection may watch. */
export const MAX_WATCHED = 200;

/** With more streams than this at once, each is merged half as often: a client renders a few of them per frame at most. */
const MANY_STREAMS = 4;

/** One connection's watch of one session. */
interface Watcher {
  readonly connection: Connection;
  /** Notices during the opening of a watch, sent after the response. */
  early: BufferedNotice[] | undefined;
  /** Live events withheld from a slow client. */
  readonly held: LiveBatch;
}

/** A notice between the engine's answer and the response to the client. */
export type BufferedNotice = { readonly event: SessionEvent } | { readonly live: LiveEvent };

interface Watched {
  readonly watchers: Map<Connection, Watcher>;
  readonly batch: LiveBatch;
  /** Whether something was sent at the last merge, so the next live event must wait. */
  recent: boolean;
}

/** Sends session events to watching connections. */
export class SessionFeed {
  readonly #clock: Clock;
  readonly #sessions = new Map<string, Watched>();
  #timer: (() => void) | undefined;
  #mergeMs = LIVE_MERGE_MS;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Starts a watch that stays silent until {@link opened}. False when the connection watches too many. */
  open(key: string, connection: Connection): boolean {
    const session = this.#sessions.get(key) ?? { watchers: new Map(), batch: new LiveBatch(), recent: false };
    if (!session.watchers.has(connection)) {
      const count = [...this.#sessions.values()].filter(({ watchers }) => watchers.has(connection)).length;
      if (count >= MAX_WATCHED) return false;
      if (count === 0) connection.onClose(() => this.#forget(connection));
    }
    this.#sessions.set(key, session);
    session.watchers.set(connection, { connection, early: [], held: new LiveBatch() });
    return true;
  }

  /** Called once the response was sent; `keep` selects the buffered notices that the client doesn't have yet. */
  opened(key: string, connection: Connection, keep: (notice: BufferedNotice) => boolean): void {
    const watcher = this.#sessions.get(key)?.watchers.get(connection);
    const early = watcher?.early;
    if (watcher === undefined || early === undefined) return;
    watcher.early = undefined;
    for (const notice of early.filter(keep)) {
      if ('event' in notice) connection.send('session.event', { sessionKey: key, event: notice.event });
      else connection.send('session.live', { sessionKey: key, events: [notice.live] });
    }
  }

  /** Ends a watch. */
  close(key: string, connection: Connection): void {
    const session = this.#sessions.get(key);
    if (session === undefined || !session.watchers.delete(connection)) return;
    if (session.watchers.size === 0) this.#sessions.delete(key);
  }

  /** Sends a durable event to every watcher immediately, after the preceding live events. */
  event(key: string, event: SessionEvent): void {
    const session = this.#sessions.get(key);
    if (session === undefined) return;
    this.#flush(key, session);
    const superseded = supersedes(event.type, event as { readonly messageId?: string; readonly callId?: string });
    const payload = JSON.stringify({ sessionKey: key, event });
    for (const watcher of session.watchers.values()) {
      if (watcher.early !== undefined) {
        watcher.early.push({ event });
        continue;
      }
      watcher.held.drop(superseded);
      watcher.connection.sendRaw('session.event', payload);
    }
  }

  /** Sends a live event immediately if the session was quiet, otherwise with the next batch. */
  live(key: string, event: LiveEvent): void {
    const session = this.#sessions.get(key);
    if (session === undefined) return;
    session.batch.add(event);
    // A phase change comes just before the first text, which must not be delayed by it.
    if (event.kind === 'phase') return this.#flush(key, session);
    if (!session.recent) {
      this.#flush(key, session);
      session.recent = true;
    }
    this.#scheduleFlush();
  }

  #scheduleFlush(): void {
    if (this.#timer === undefined) this.#timer = this.#clock.after(this.#mergeMs, () => this.#flushAll());
  }

  #flushAll(): void {
    this.#timer = undefined;
    let busy = false;
    let streams = 0;
    for (const [key, session] of this.#sessions) {
      const sent = !session.batch.empty;
      this.#flush(key, session);
      session.recent = sent;
      const held = this.#release(key, session);
      busy ||= sent || held;
      if (sent) streams += 1;
    }
    this.#mergeMs = streams > MANY_STREAMS ? 2 * LIVE_MERGE_MS : LIVE_MERGE_MS;
    if (busy) this.#scheduleFlush();
  }

  #flush(key: string, session: Watched): void {
    if (session.batch.empty) return;
    const events = session.batch.take();
    let payload: string | undefined;
    for (const watcher of session.watchers.values()) {
      if (watcher.early !== undefined) for (const live of events) watcher.early.push({ live });
      else if (!watcher.held.empty || watcher.connection.isSlow()) this.#hold(watcher, events);
      else watcher.connection.sendRaw('session.live', (payload ??= JSON.stringify({ sessionKey: key, events })));
    }
  }

  #hold(watcher: Watcher, events: readonly LiveEvent[]): void {
    for (const live of events) watcher.held.add(live);
    this.#scheduleFlush();
  }

  /** Sends what slow clients missed, as one merged batch; true while some are still slow. */
  #release(key: string, session: Watched): boolean {
    let held = false;
    for (const { connection, held: waiting } of session.watchers.values()) {
      if (waiting.empty) continue;
      if (connection.isSlow()) held = true;
      else connection.send('session.live', { sessionKey: key, events: waiting.take() });
    }
    return held;
  }

  #forget(connection: Connection): void {
    for (const key of this.#sessions.keys()) this.close(key, connection);
  }
}

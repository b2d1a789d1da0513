// Reads of sessions: windows of the view, the open state, missed events, transcript pages.
import { endsView } from '#contract/sessions/session-fold.ts';
import type { Item } from '#contract/sessions/session-view.ts';
import type { QueriesFacet } from '../engine/queries-facet.ts';
import type { QueueFacet } from '../engine/queue-facet.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { Runner } from '../runs/runner.ts';
import type { SessionCache } from './session-cache.ts';
import { itemsBefore, windowOf } from './view-window.ts';

/** With more missed events than this, a reader starts over instead of catching up. */
const CATCH_UP_EVENTS = 500;

interface Parts {
  readonly ports: EnginePorts;
  readonly sessions: SessionCache;
  readonly runner: Runner;
}

/** The reads of the engine. */
export function sessionQueries({ ports, sessions, runner }: Parts): QueriesFacet {
  return {
    async watch(key, limit) {
      const actor = await sessions.load(key);
      const view = limit > actor.view.items.length ? await actor.whole() : actor.view;
      return { ...windowOf(view, limit, actor.isTrimmed && view === actor.view), open: actor.live.snapshot };
    },
    async eventsSince(key, afterSeq) {
      const actor = await sessions.load(key);
      const missing = actor.view.seq - afterSeq;
      if (missing < 0 || missing > CATCH_UP_EVENTS) return undefined;
      const stored = missing === 0 ? [] : await ports.store.sessions.events(key, afterSeq + 1, CATCH_UP_EVENTS);
      // Events appended during this read are published separately: the reader must get them once, and after these.
      const events = stored.filter((event) => event.seq <= actor.view.seq);
      if (events.some(endsView)) return undefined;
      return { events, open: actor.live.snapshot };
    },
    async olderItems(key, beforeSeq, limit) {
      return itemsBefore(await (await sessions.load(key)).whole(), beforeSeq, limit);
    },
    async item(key, itemId) {
      const actor = await sessions.load(key);
      const isIt = (item: Item) => item.id === itemId;
      return actor.view.items.find(isIt) ?? (await actor.whole()).items.find(isIt);
    },
    inFlight(key) {
      const run = runner.active(key);
      const text = sessions.peek(key)?.live.inFlight();
      if (run === undefined) return undefined;
      return { runId: run.runId, text: text?.text ?? '', startedAt: run.startedAt };
    },
    transcript: (key, page) => ports.store.sessions.rows(key, page),
  };
}

/** Lists the queued messages of a session. A session that is not loaded and has none stays unloaded. */
export function listQueue({ ports, sessions }: Parts): QueueFacet['list'] {
  return async (key) => {
    const known = sessions.peek(key);
    if (known === undefined && !(await ports.store.sessions.hasWaiting(key))) return [];
    return (known ?? (await sessions.load(key))).view.queue;
  };
}

// Reading sessions: windows on the view, what is open, missed events, transcript pages.
import { endsView } from '#contract/sessions/session-fold.ts';
import type { Item } from '#contract/sessions/session-view.ts';
import type { Engine } from '../engine/engine.ts';
import type { EnginePorts } from '../engine/engine-parts.ts';
import type { Runner } from '../runs/runner.ts';
import type { SessionCache } from './session-cache.ts';
import { itemsBefore, windowOf } from './view-window.ts';

/** Events beyond which a reader begins anew instead of catching up. */
const CATCH_UP_EVENTS = 500;

interface Parts {
  readonly ports: EnginePorts;
  readonly sessions: SessionCache;
  readonly runner: Runner;
}

type Views = Pick<Engine, 'watch' | 'eventsSince' | 'olderItems' | 'item' | 'inFlight' | 'history' | 'waiting'>;

/** The reading operations of the engine. */
export function sessionViews({ ports, sessions, runner }: Parts): Views {
  return {
    async watch(key, limit) {
      const actor = await sessions.load(key);
      const view = limit > actor.view.items.length ? await actor.whole() : actor.view;
      return { ...windowOf(view, limit, actor.isTrimmed && view === actor.view), open: actor.live.snapshot() };
    },
    async eventsSince(key, afterSeq) {
      const actor = await sessions.load(key);
      const missing = actor.view.seq - afterSeq;
      if (missing < 0 || missing > CATCH_UP_EVENTS) return undefined;
      const stored = missing === 0 ? [] : await ports.store.sessions.events(key, afterSeq + 1, CATCH_UP_EVENTS);
      // What was written while the store was read is published; the reader must not hear of it twice or before the rest.
      const events = stored.filter((event) => event.seq <= actor.view.seq);
      if (events.some(endsView)) return undefined;
      return { events, open: actor.live.snapshot() };
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
    async waiting(key) {
      const known = sessions.peek(key);
      if (known === undefined && !(await ports.store.sessions.hasWaiting(key))) return [];
      return (known ?? (await sessions.load(key))).view.queue;
    },
    history: (key, page) => ports.store.sessions.rows(key, page),
  };
}

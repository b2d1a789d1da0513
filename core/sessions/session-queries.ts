// Reads of sessions: windows of the view, the open state, missed events, transcript pages.
import { NOTHING_LIVE } from '#contract/sessions/live-fold.ts';
import { endsView } from '#contract/sessions/session-fold.ts';
import type { Item } from '#contract/sessions/session-view.ts';
import type { EarlierConversationRow } from '#contract/types/session-history.ts';
import { truncateLine } from '#contract/types/truncate-text.ts';
import type { QueriesFacet } from '../engine/queries-facet.ts';
import type { EngineParts } from '../engine/engine-parts.ts';
import type { EarlierConversation, SessionStore } from '../ports/sessions-store.ts';
import { isVisible, rowContent } from '../transcript/row-content.ts';
import type { SessionEnd } from './checkpoints.ts';
import { findSessions } from './find-sessions.ts';
import type { SessionCache } from './session-cache.ts';
import { itemsBefore, takeWindow } from './view-window.ts';

/** With more missed events than this, a reader starts over instead of catching up. */
const CATCH_UP_EVENTS = 500;
/** Rows to read for each message of a preview, because tool calls and results are skipped. */
const ROWS_PER_MESSAGE = 6;
const HEADLINE_LENGTH = 100;

/** The reads of the engine. */
export function sessionQueries({ ports, sessions, runner }: EngineParts): QueriesFacet {
  const { sessions: store } = ports.store;
  return {
    async watch(key, limit) {
      const end = await readEnd(sessions, key, limit);
      if (end !== undefined) return { ...takeWindow(end.view, limit, end.hasOlder), open: NOTHING_LIVE };
      const actor = await sessions.load(key);
      const view = limit > actor.view.items.length ? await actor.whole() : actor.view;
      return { ...takeWindow(view, limit, actor.isTrimmed && view === actor.view), open: actor.live.snapshot };
    },
    async eventsSince(key, afterSeq) {
      const lastSeq = sessions.peek(key)?.view.seq ?? (await store.get(key))?.lastSeq ?? 0;
      const missing = lastSeq - afterSeq;
      if (missing < 0 || missing > CATCH_UP_EVENTS) return undefined;
      const stored = missing === 0 ? [] : await store.events(key, afterSeq + 1, CATCH_UP_EVENTS);
      const actor = sessions.peek(key);
      // Events appended during this read are published separately: the reader must get them once, and after these.
      const events = stored.filter((event) => event.seq <= (actor?.view.seq ?? lastSeq));
      if (events.some(endsView)) return undefined;
      return { events, open: actor?.live.snapshot ?? NOTHING_LIVE };
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
    transcript: (key, page) => store.rows(key, page),
    entry: (key, entryId) => store.entry(key, entryId),
    rowsAfter: (key, seq, limit) => store.rowsAfter(key, seq, limit),
    async preview(key, limit) {
      const { rows } = await store.rows(key, { limit: limit * ROWS_PER_MESSAGE, offset: 0 });
      return rows
        .map(({ json }) => rowContent(json))
        .filter(isVisible)
        .slice(-limit);
    },
    async conversations(key) {
      const earlier = await store.conversations(key);
      return Promise.all(earlier.map((conversation) => describeConversation(store, key, conversation)));
    },
    search: (query) => store.searchMessages(query),
    find: (selector) => findSessions(ports, selector),
  };
}

/** The end of a session that isn't in memory, so nothing in it is live. */
async function readEnd(sessions: SessionCache, key: string, limit: number): Promise<SessionEnd | undefined> {
  if (sessions.peek(key) !== undefined) return undefined;
  const end = await sessions.checkpoints.readEnd(key, limit);
  // It may have been loaded in the meantime.
  if (end === undefined || sessions.peek(key) !== undefined) return undefined;
  sessions.preload(key);
  return end;
}

async function describeConversation(
  store: SessionStore,
  key: string,
  { sessionId, endedAt, reason }: EarlierConversation,
): Promise<EarlierConversationRow> {
  const { rows } = await store.rows(key, { sessionId, limit: Number.MAX_SAFE_INTEGER, offset: 0 });
  const messages = rows.map(({ json }) => rowContent(json)).filter(isVisible);
  const first = messages.find(({ role }) => role === 'user')?.text ?? '';
  const headline = truncateLine(first, HEADLINE_LENGTH);
  return { sessionId, endedAt, reason, messageCount: messages.length, headline };
}

// The open sessions: one store each, written only here, from `session.event` and `session.live`.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { GatewayClient, RequestError } from '#contract/wire/client-api.ts';
import type { LiveEvent, OpenState } from '#contract/sessions/live-events.ts';
import type { SessionWatchResult } from '#contract/types/sessions.ts';
import type { SessionEvent } from '#contract/sessions/session-events.ts';
import { foldLive, NOTHING_LIVE, settleLive } from '#contract/sessions/live-fold.ts';
import { EMPTY_SESSION, endsView, foldAll, foldSession } from '#contract/sessions/session-fold.ts';
import type { Item, SessionView } from '#contract/sessions/session-view.ts';
import { ITEM_TEXT_LIMIT } from '#contract/wire/limits.ts';
import { onFresh } from './connection.ts';
import { createFlushTurns, type FrameSource } from './flush-turns.ts';
import { asRequestError } from './resource.ts';
import type { After } from './timers.ts';

/** An open session. `missing`: it has no messages yet, or it was deleted. */
export interface SessionState {
  readonly status: 'loading' | 'ready' | 'missing' | 'error';
  readonly view: SessionView;
  readonly open: OpenState;
  readonly hasOlder: boolean;
  readonly loadingOlder: boolean;
  readonly error?: RequestError;
}

/** A session; it is followed for as long as someone holds it. */
export interface OpenSession {
  readonly store: StoreApi<SessionState>;
  /** Follows it until the returned function is called. */
  hold(): () => void;
  /** Loads older items: a page, or as many as `items` says. */
  loadOlder(items?: number): Promise<void>;
  /** Loads the full text of a truncated item, by its id or by that of one of its tool calls. @throws {RequestError} */
  loadWhole(id: string): Promise<void>;
  /** Reads it again, after an error. */
  reload(): void;
}

/** All open sessions. */
export interface SessionFeed {
  open(key: string): OpenSession;
  /** The session that is rendered in each frame. */
  focus(key: string | undefined): void;
}

const ITEMS_PER_PAGE = 60;
/** Items per request while everything is read, to search it: each page is added to the list, which takes time. */
export const ITEMS_TO_SEARCH = 500;
/** Closed sessions whose view is kept, so that reopening one is immediate. */
const KEPT_CLOSED = 6;
/** A released session is still followed for this time, because a pane that moves releases and holds it again, ms. */
const LINGER_MS = 1_000;
/** Delay before a session with a gap is reloaded, ms, so that a faulty gateway isn't asked in a loop. */
const GAP_PAUSE_MS = 150;
const START: SessionState = {
  status: 'loading',
  view: EMPTY_SESSION,
  open: NOTHING_LIVE,
  hasOlder: false,
  loadingOlder: false,
};

interface Entry {
  readonly key: string;
  readonly store: StoreApi<SessionState>;
  holders: number;
  /** Events that are not rendered yet, in order. */
  pending: FeedEvent[];
  /** A watch request is in progress: events wait for its answer. */
  watching: boolean;
  /** The gateway sends this session's events. */
  followed: boolean;
}

/** Follows sessions for as long as someone holds them. */
export function createSessionFeed(client: GatewayClient, frames: FrameSource, after: After): SessionFeed {
  const feed = new Feed(client, frames, after);
  onFresh(client, () => feed.watchAll());
  client.on('session.event', ({ sessionKey, event }) => feed.receive(sessionKey, [event]));
  client.on('session.live', ({ sessionKey, events }) => feed.receive(sessionKey, events));
  client.on('sessions.changed', ({ sessionKey }) => (sessionKey === undefined ? undefined : feed.mayExist(sessionKey)));
  return feed;
}

class Feed implements SessionFeed {
  readonly #client: GatewayClient;
  readonly #after: After;
  readonly #entries = new Map<string, Entry>();
  readonly #turns: ReturnType<typeof createFlushTurns>;

  constructor(client: GatewayClient, frames: FrameSource, after: After) {
    this.#client = client;
    this.#after = after;
    this.#turns = createFlushTurns(frames, (key) => this.#flush(this.#entries.get(key)));
  }

  open(key: string): OpenSession {
    const entry = this.#entries.get(key) ?? newEntry(key);
    // The map's order is that of last use.
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return {
      store: entry.store,
      hold: () => this.#hold(entry),
      loadOlder: (items = ITEMS_PER_PAGE) => loadOlder(this.#client, entry, items),
      loadWhole: (id) => loadWhole(this.#client, entry, id),
      reload: () => void this.#watch(entry),
    };
  }

  focus(key: string | undefined): void {
    this.#turns.focus(key);
  }

  receive(key: string, events: readonly FeedEvent[]): void {
    const entry = this.#entries.get(key);
    if (entry === undefined || !entry.followed) return;
    entry.pending.push(...events);
    this.#turns.want(key);
  }

  watchAll(): void {
    for (const entry of this.#entries.values()) if (entry.holders > 0 || entry.followed) void this.#watch(entry);
  }

  /** A missing session may exist now, because its first message was sent. */
  mayExist(key: string): void {
    const entry = this.#entries.get(key);
    if (entry !== undefined && entry.holders > 0 && entry.store.getState().status === 'missing')
      void this.#watch(entry);
  }

  #flush(entry: Entry | undefined): void {
    if (entry === undefined || entry.watching || entry.pending.length === 0) return;
    const next = applyAll(entry.store.getState(), entry.pending);
    entry.pending = [];
    if (next !== undefined) entry.store.setState(next);
    else this.#after(GAP_PAUSE_MS, () => void this.#watch(entry));
  }

  async #watch(entry: Entry): Promise<void> {
    if (entry.watching) return;
    entry.watching = true;
    entry.followed = true;
    const { status, view } = entry.store.getState();
    const from = status === 'ready' ? { afterSeq: view.seq } : {};
    try {
      const result = await this.#client.request('sessions.watch', { key: entry.key, items: ITEMS_PER_PAGE, ...from });
      entry.store.setState(stateFrom(entry.store.getState(), result), true);
    } catch (cause) {
      const error = asRequestError(cause);
      const failed = isMissing(error) ? 'missing' : 'error';
      entry.store.setState((state) => (state.status === 'ready' ? state : { ...state, status: failed, error }));
    } finally {
      entry.watching = false;
      this.#turns.want(entry.key);
    }
  }

  #hold(entry: Entry): () => void {
    entry.holders += 1;
    if (entry.holders === 1 && !entry.followed && this.#client.state().kind === 'connected') void this.#watch(entry);
    return () => {
      entry.holders -= 1;
      if (entry.holders === 0) this.#after(LINGER_MS, () => this.#letGo(entry));
    };
  }

  #letGo(entry: Entry): void {
    if (entry.holders > 0 || !entry.followed) return;
    entry.followed = false;
    entry.pending = [];
    // A failure is harmless: a closed connection watches nothing.
    this.#client.request('sessions.unwatch', { key: entry.key }).catch(() => undefined);
    const closed = [...this.#entries.values()].filter((candidate) => candidate.holders === 0);
    for (const old of closed.slice(0, Math.max(0, closed.length - KEPT_CLOSED))) this.#entries.delete(old.key);
  }
}

function newEntry(key: string): Entry {
  const store = createStore<SessionState>(() => START);
  return { key, store, holders: 0, pending: [], watching: false, followed: false };
}

type FeedEvent = SessionEvent | LiveEvent;

/** Applies events; `undefined` if an earlier one was missed. */
export function applyAll(state: SessionState, pending: readonly FeedEvent[]): SessionState | undefined {
  let { view, open } = state;
  for (const event of pending) {
    if ('seq' in event) {
      if (event.seq > view.seq + 1) return undefined;
      if (event.seq <= view.seq) continue;
      if (endsView(event)) return undefined;
      view = foldSession(view, event);
      open = settleLive(open, event);
    } else if (!isSettled(view, event)) {
      const next = foldLive(open, event);
      if (next === undefined) return undefined;
      open = next;
    }
  }
  return { ...state, view, open, status: state.status === 'missing' ? 'ready' : state.status };
}

/** Live events of a message that is already complete are obsolete. */
function isSettled(view: SessionView, event: LiveEvent): boolean {
  return 'messageId' in event && view.items.slice(-4).some((item) => item.id === event.messageId);
}

function stateFrom(state: SessionState, result: SessionWatchResult): SessionState {
  const { error: _old, ...rest } = state;
  if (result.view !== undefined)
    return { ...rest, status: 'ready', view: result.view, hasOlder: result.hasOlder, open: result.open };
  return { ...rest, status: 'ready', view: foldAll(state.view, result.events ?? []), open: result.open };
}

async function loadOlder(client: GatewayClient, entry: Entry, limit: number): Promise<void> {
  const { view, hasOlder, loadingOlder } = entry.store.getState();
  const first = view.items[0];
  if (!hasOlder || loadingOlder || first === undefined) return;
  entry.store.setState({ loadingOlder: true });
  const options = { beforeSeq: first.seq, limit };
  const page = await client.request('sessions.items', { key: entry.key, ...options }).catch(() => undefined);
  entry.store.setState(({ view: now }) => {
    // If a watch has replaced the view in the meantime, this page doesn't fit.
    if (page === undefined || now.items[0]?.id !== first.id) return { loadingOlder: false };
    return { loadingOlder: false, hasOlder: page.hasOlder, view: { ...now, items: [...page.items, ...now.items] } };
  });
}

async function loadWhole(client: GatewayClient, { key, store }: Entry, id: string): Promise<void> {
  const holds = (item: Item): boolean =>
    item.id === id || (item.kind === 'assistant' && item.calls.some((call) => call.callId === id));
  const truncated = store.getState().view.items.find(holds);
  if (truncated === undefined) return;
  const { item } = await client.request('sessions.item.get', { key, itemId: truncated.id });
  store.setState(({ view }) => ({
    view: { ...view, items: view.items.map((entry) => (entry.id === truncated.id ? item : entry)) },
  }));
}

/** Whether the gateway truncated a text: it ends those with an ellipsis. */
export function isTruncated(text: string): boolean {
  // One less than the limit if truncating there would have split a surrogate pair.
  return text.length >= ITEM_TEXT_LIMIT - 1 && text.length <= ITEM_TEXT_LIMIT && text.endsWith('…');
}

function isMissing(error: RequestError): boolean {
  return /not.?found|unknown.?session/i.test(`${String(error.details['code'] ?? '')} ${error.message}`);
}

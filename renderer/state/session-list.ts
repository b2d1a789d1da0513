// The sessions of the sidebar, Home and the palette: one list, kept by `sessions.changed`.
import { createStore, type StoreApi } from 'zustand/vanilla';
import { defined } from '#contract/types/defined.ts';
import { removeHidden } from '#contract/types/hidden-characters.ts';
import type { GatewayClient, RequestError } from '#contract/wire/client-api.ts';
import type { SessionRow } from '#contract/types/sessions.ts';
import { t } from '#messages/translate.ts';
import { onFresh } from './connection.ts';
import { createPendingRows, type PendingRows, type SessionChanges } from './pending-rows.ts';
import { asRequestError } from './resource.ts';
import type { After } from './timers.ts';

/** Rows per page, and of all pages together. Older sessions are found only by the gateway's search. */
const PAGE_ROWS = 200;
const MAX_ROWS = 5_000;
/** Sessions in one bulk change. */
const MAX_AT_ONCE = 100;
/** Delay before the list is read again after changes without a row, ms. */
const REREAD_MS = 250;

/** The current list, newest first. */
export interface SessionListState {
  readonly status: 'loading' | 'ready' | 'error';
  readonly rows: readonly SessionRow[];
  readonly error?: RequestError;
}

/** The list and the user's changes to it. A change shows immediately and is undone if it fails. */
export interface SessionList {
  readonly store: StoreApi<SessionListState>;
  row(key: string): SessionRow | undefined;
  patch(key: string, changes: SessionChanges): Promise<void>;
  /** Marks the results of these sessions as read. */
  markRead(keys: readonly string[]): Promise<void>;
  remove(key: string): Promise<void>;
  restore(key: string): Promise<void>;
  reload(): Promise<void>;
}

const START: SessionListState = { status: 'loading', rows: [] };

/** Follows the gateway's sessions for as long as the app lives. */
export function createSessionList(client: GatewayClient, after: After): SessionList {
  const store = createStore<SessionListState>(() => START);
  const rows = createPendingRows((shown) => store.setState({ rows: shown }));
  const reload = (): Promise<void> => readList(client, store, rows);
  let cancelReread: (() => void) | undefined;
  const scheduleReload = (): void => {
    cancelReread ??= after(REREAD_MS, () => {
      cancelReread = undefined;
      void reload();
    });
  };
  onFresh(client, () => void reload());
  client.on('sessions.changed', ({ sessionKey, reason, session }) => {
    if (reason === 'delete' && sessionKey !== undefined) rows.drop(sessionKey);
    else if (session !== undefined) rows.set(session);
    else scheduleReload();
  });
  const row = (key: string): SessionRow | undefined => store.getState().rows.find((entry) => entry.key === key);
  return {
    store,
    row,
    reload,
    async patch(key, changes) {
      // The gateway rejects archiving if the conversation was reset in the meantime.
      const expected = defined({ expectedSessionId: changes.archived === undefined ? undefined : row(key)?.sessionId });
      await rows.whilePending(key, changes, async () => {
        const { entry } = await client.request('sessions.patch', { key, ...changes, ...expected });
        rows.set(entry);
      });
    },
    async markRead(keys) {
      for (let at = 0; at < keys.length; at += MAX_AT_ONCE) {
        const some = keys.slice(at, at + MAX_AT_ONCE);
        const targets = some.map((key) => ({ key }));
        const done = client.request('sessions.patchMany', { targets, patch: { unread: false } });
        await Promise.all(some.map((key) => rows.whilePending(key, { unread: false }, async () => void (await done))));
      }
    },
    async remove(key) {
      await rows.whilePending(key, 'removed', async () => {
        await client.request('sessions.delete', { key });
        rows.drop(key);
      });
    },
    async restore(key) {
      await client.request('sessions.restore', { key });
      scheduleReload();
    },
  };
}

async function readList(client: GatewayClient, store: StoreApi<SessionListState>, rows: PendingRows): Promise<void> {
  const page = { limit: PAGE_ROWS, includeDerivedTitles: true, includeLastMessage: true, archived: 'all' } as const;
  try {
    const { list } = await client.request('sessions.subscribe', page);
    if (list === undefined) return;
    rows.replace(list.sessions);
    store.setState((state) => ({ status: 'ready', rows: state.rows }), true);
    let next = list.nextOffset;
    while (next !== null && next < MAX_ROWS) {
      const more = await client.request('sessions.list', { ...page, offset: next });
      rows.addMissing(more.sessions);
      next = more.nextOffset;
    }
  } catch (cause) {
    const error = asRequestError(cause);
    store.setState((state) => (state.status === 'ready' ? state : { ...state, status: 'error', error }));
  }
}

/** The title of a session, as everywhere in the app. */
export function sessionTitle(row: SessionRow | undefined): string {
  const title = row?.label ?? row?.derivedTitle ?? row?.displayName;
  if (title !== undefined) return removeHidden(title);
  return row?.isMain === true ? t('sessions.mainSession') : t('sessions.new');
}

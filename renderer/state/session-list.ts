// The sessions of the sidebar, Home and the palette: one list, kept by `sessions.changed`.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { GatewayClient, RequestError } from '#contract/wire/client-api.ts';
import type { SessionRow } from '#contract/types/sessions.ts';
import { t } from '#messages/translate.ts';
import { onFresh } from './connection.ts';
import { asRequestError } from './resource.ts';

/** Rows of one page, and of all pages together: older sessions than these are found by the gateway's search only. */
const PAGE_ROWS = 200;
const MOST_ROWS = 5_000;
/** Time for which changes without a row are gathered before the list is read again, ms. */
const REREAD_MS = 250;

/** The current list, newest first as in the gateway's response. */
export interface SessionListState {
  readonly status: 'loading' | 'ready' | 'error';
  readonly rows: readonly SessionRow[];
  readonly total: number;
  readonly error?: RequestError;
}

/** The list and the user's changes to it. A change shows immediately and is undone if it fails. */
export interface SessionList {
  readonly store: StoreApi<SessionListState>;
  row(key: string): SessionRow | undefined;
  patch(key: string, changes: SessionChanges): Promise<void>;
  remove(key: string): Promise<void>;
  restore(key: string): Promise<void>;
  reload(): Promise<void>;
}

/** What a person may change on a session; `null` clears. */
export interface SessionChanges {
  readonly label?: string | null;
  readonly pinned?: boolean;
  readonly archived?: boolean;
  readonly unread?: boolean;
  readonly category?: string | null;
  readonly model?: string | null;
  readonly permissionMode?: 'read-only' | 'guarded' | 'workspace' | 'full' | null;
}

const START: SessionListState = { status: 'loading', rows: [], total: 0 };

/** Follows the gateway's sessions for as long as the app lives. */
export function createSessionList(
  client: GatewayClient,
  after: (ms: number, run: () => void) => () => void,
): SessionList {
  const store = createStore<SessionListState>(() => START);
  const reload = (): Promise<void> => readList(client, store);
  let cancelReread: (() => void) | undefined;
  const scheduleReload = (): void => {
    cancelReread ??= after(REREAD_MS, () => {
      cancelReread = undefined;
      void reload();
    });
  };
  onFresh(client, () => void reload());
  client.on('sessions.changed', ({ sessionKey, reason, session }) => {
    if (reason === 'delete' && sessionKey !== undefined) dropRow(store, sessionKey);
    else if (session !== undefined) setRow(store, session);
    else scheduleReload();
  });
  const row = (key: string): SessionRow | undefined => store.getState().rows.find((entry) => entry.key === key);
  const cancelMessage = (before: SessionRow | undefined, cause: unknown): never => {
    if (before !== undefined) setRow(store, before);
    throw cause;
  };
  return {
    store,
    row,
    reload,
    async patch(key, changes) {
      const before = row(key);
      if (before !== undefined) setRow(store, patched(before, changes));
      // The gateway wants to know which conversation is archived, so that a reset meanwhile is noticed.
      const sessionId = changes.archived === undefined ? undefined : before?.sessionId;
      const expected = sessionId === undefined ? {} : { expectedSessionId: sessionId };
      const answer = await client
        .request('sessions.patch', { key, ...changes, ...expected })
        .catch((cause: unknown) => cancelMessage(before, cause));
      setRow(store, answer.entry);
    },
    async remove(key) {
      const before = row(key);
      dropRow(store, key);
      await client.request('sessions.delete', { key }).catch((cause: unknown) => cancelMessage(before, cause));
    },
    async restore(key) {
      await client.request('sessions.restore', { key });
      scheduleReload();
    },
  };
}

async function readList(client: GatewayClient, store: StoreApi<SessionListState>): Promise<void> {
  const page = { limit: PAGE_ROWS, includeDerivedTitles: true, includeLastMessage: true, archived: 'all' } as const;
  try {
    const { list } = await client.request('sessions.subscribe', page);
    if (list === undefined) return;
    store.setState({ status: 'ready', rows: list.sessions, total: list.totalCount }, true);
    let next = list.nextOffset;
    while (next !== null && next < MOST_ROWS) {
      const more = await client.request('sessions.list', { ...page, offset: next });
      // What changed meanwhile is known already, and newer.
      store.setState(({ rows }) => ({
        rows: [...rows, ...more.sessions.filter((row) => !rows.some((known) => known.key === row.key))],
      }));
      next = more.nextOffset;
    }
  } catch (cause) {
    const error = asRequestError(cause);
    store.setState((state) => (state.status === 'ready' ? state : { ...state, status: 'error', error }));
  }
}

function setRow(store: StoreApi<SessionListState>, row: SessionRow): void {
  store.setState(({ rows }) => ({ rows: upsert(rows, row) }));
}

function dropRow(store: StoreApi<SessionListState>, key: string): void {
  store.setState(({ rows }) => ({ rows: rows.filter((row) => row.key !== key) }));
}

function upsert(rows: readonly SessionRow[], row: SessionRow): readonly SessionRow[] {
  const index = rows.findIndex((entry) => entry.key === row.key);
  return index < 0 ? [row, ...rows] : rows.with(index, row);
}

function patched(row: SessionRow, changes: SessionChanges): SessionRow {
  const kept = Object.entries({ ...row, ...changes }).filter(([, value]) => value !== null);
  return Object.fromEntries(kept) as SessionRow; // Only optional fields can be null, and they are left out then.
}

/** The title of a session, as everywhere in the app. */
export function sessionTitle(row: SessionRow | undefined): string {
  return (
    row?.label ??
    row?.derivedTitle ??
    row?.displayName ??
    (row?.isMain === true ? t('sessions.mainSession') : t('sessions.new'))
  );
}

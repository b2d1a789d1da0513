// The sessions of the sidebar, Home and the palette: one list, kept by `sessions.changed`.
import { createStore, type StoreApi } from 'zustand/vanilla';
import { defined } from '#contract/types/defined.ts';
import type { GatewayClient, RequestError } from '#contract/wire/client-api.ts';
import type { SessionRow } from '#contract/types/sessions.ts';
import { t } from '#messages/translate.ts';
import { onFresh } from './connection.ts';
import type { PermissionMode } from './permission-modes.ts';
import { asRequestError } from './resource.ts';
import type { After } from './timers.ts';

/** Rows per page, and of all pages together. Older sessions are found only by the gateway's search. */
const PAGE_ROWS = 200;
const MOST_ROWS = 5_000;
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
  remove(key: string): Promise<void>;
  restore(key: string): Promise<void>;
  reload(): Promise<void>;
}

/** What the user can change on a session; `null` clears. */
export interface SessionChanges {
  readonly label?: string | null;
  readonly pinned?: boolean;
  readonly archived?: boolean;
  readonly unread?: boolean;
  readonly model?: string | null;
  readonly permissionMode?: PermissionMode | null;
}

const START: SessionListState = { status: 'loading', rows: [] };

/** Follows the gateway's sessions for as long as the app lives. */
export function createSessionList(client: GatewayClient, after: After): SessionList {
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
  const restoreRow = (before: SessionRow | undefined, cause: unknown): never => {
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
      // The gateway rejects archiving if the conversation was reset in the meantime.
      const expected = defined({ expectedSessionId: changes.archived === undefined ? undefined : before?.sessionId });
      const answer = await client
        .request('sessions.patch', { key, ...changes, ...expected })
        .catch((cause: unknown) => restoreRow(before, cause));
      setRow(store, answer.entry);
    },
    async remove(key) {
      const before = row(key);
      dropRow(store, key);
      await client.request('sessions.delete', { key }).catch((cause: unknown) => restoreRow(before, cause));
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
    store.setState({ status: 'ready', rows: list.sessions }, true);
    let next = list.nextOffset;
    while (next !== null && next < MOST_ROWS) {
      const more = await client.request('sessions.list', { ...page, offset: next });
      // Rows that changed in the meantime are already known, and newer.
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
  store.setState(({ rows }) => {
    const index = rows.findIndex(({ key }) => key === row.key);
    return { rows: index < 0 ? [row, ...rows] : rows.with(index, row) };
  });
}

function dropRow(store: StoreApi<SessionListState>, key: string): void {
  store.setState(({ rows }) => ({ rows: rows.filter((row) => row.key !== key) }));
}

function patched(row: SessionRow, changes: SessionChanges): SessionRow {
  const kept = Object.entries({ ...row, ...changes }).filter(([, value]) => value !== null);
  return Object.fromEntries(kept) as SessionRow; // Only optional fields can be null, and those are removed.
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

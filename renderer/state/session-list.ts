// The sessions of the sidebar, Home and the palette: one list, kept by `sessions.changed`.
import { createStore, type StoreApi } from 'zustand/vanilla';
import { defined } from '#contract/types/defined.ts';
import { removeHidden } from '#contract/types/hidden-characters.ts';
import type { MethodResult } from '#contract/methods/registry.ts';
import { RequestError, type GatewayClient } from '#contract/wire/client-api.ts';
import type { SessionRow } from '#contract/types/sessions.ts';
import { t } from '#messages/translate.ts';
import { onFresh } from './connection.ts';
import { createPendingRows, type PendingRows, type SessionChanges } from './pending-rows.ts';
import { asRequestError } from './resource.ts';
import type { After } from './timers.ts';

/** Rows of the first page and of each further one, and of all together. Older sessions are found only by the gateway's search. */
const FIRST_ROWS = 200;
const PAGE_ROWS = 1_000;
const MAX_ROWS = 10_000;
/** Sessions in one bulk change. */
const MAX_AT_ONCE = 100;
/** Calls at the same time for changes that the gateway makes one by one. */
const PARALLEL_CALLS = 8;
/** Delay before the list is read again after changes without a row, ms. */
const REREAD_MS = 250;

/** The current list, newest first. */
export interface SessionListState {
  readonly status: 'loading' | 'ready' | 'error';
  readonly rows: readonly SessionRow[];
  readonly error?: RequestError;
}

/** What can be changed on several sessions at once. */
export type BulkChanges = Pick<SessionChanges, 'archived' | 'unread' | 'pinned' | 'category'>;

/** The list and the user's changes to it. A change shows immediately and is undone if it fails. */
export interface SessionList {
  readonly store: StoreApi<SessionListState>;
  row(key: string): SessionRow | undefined;
  patch(key: string, changes: SessionChanges): Promise<void>;
  /** Makes the same change to several sessions. */
  patchMany(keys: readonly string[], changes: BulkChanges): Promise<void>;
  remove(keys: readonly string[]): Promise<void>;
  restore(keys: readonly string[]): Promise<void>;
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
  /** The gateway rejects archiving if the conversation was reset in the meantime. */
  const target = (key: string, { archived }: SessionChanges) => ({
    key,
    ...defined({ expectedSessionId: archived === undefined ? undefined : row(key)?.sessionId }),
  });
  return {
    store,
    row,
    reload,
    async patch(key, changes) {
      await rows.whilePending([key], changes, async () => {
        const { entry } = await client.request('sessions.patch', { ...changes, ...target(key, changes) });
        rows.set(entry);
      });
    },
    async patchMany(keys, changes) {
      await rows.whilePending(keys, changes, async () => {
        for (let at = 0; at < keys.length; at += MAX_AT_ONCE) {
          const targets = keys.slice(at, at + MAX_AT_ONCE).map((key) => target(key, changes));
          const { outcomes } = await client.request('sessions.patchMany', { targets, patch: changes });
          throwFirstFailure(outcomes);
        }
      });
    },
    async remove(keys) {
      await rows.whilePending(keys, 'removed', () =>
        forEach(keys, async (key) => {
          await client.request('sessions.delete', { key });
          rows.drop(key);
        }),
      );
    },
    async restore(keys) {
      await forEach(keys, (key) => client.request('sessions.restore', { key }));
      scheduleReload();
    },
  };
}

type Outcome = MethodResult<'sessions.patchMany'>['outcomes'][number];

/** The gateway changes the others even if one fails. */
function throwFirstFailure(outcomes: readonly Outcome[]): void {
  const failed = outcomes.find((outcome) => !outcome.ok);
  if (failed !== undefined && !failed.ok) throw new RequestError(failed.error.code, failed.error.message);
}

/** Runs a call for each key, a few at a time; stops at the first failure. */
async function forEach(keys: readonly string[], call: (key: string) => Promise<unknown>): Promise<void> {
  const left = [...keys];
  const work = async (): Promise<void> => {
    for (let key = left.shift(); key !== undefined; key = left.shift()) await call(key);
  };
  await Promise.all(Array.from({ length: PARALLEL_CALLS }, work));
}

async function readList(client: GatewayClient, store: StoreApi<SessionListState>, rows: PendingRows): Promise<void> {
  const page = { limit: FIRST_ROWS, includeDerivedTitles: true, includeLastMessage: true, archived: 'all' } as const;
  try {
    const { list } = await client.request('sessions.subscribe', page);
    if (list === undefined) return;
    rows.replace(list.sessions);
    store.setState((state) => ({ status: 'ready', rows: state.rows }), true);
    let next = list.nextOffset;
    while (next !== null && next < MAX_ROWS) {
      const more = await client.request('sessions.list', { ...page, limit: PAGE_ROWS, offset: next });
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

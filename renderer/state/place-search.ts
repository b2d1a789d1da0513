// Searches files of a session's folder and deleted sessions in the gateway, for the palette. The latest query wins.
import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SessionRow } from '#contract/types/sessions.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { afterMs, type After } from './timers.ts';
import { useClient } from './use-client.ts';

/** A file, and the session in whose folder it is. */
export interface FoundFile {
  readonly sessionKey: string;
  readonly path: string;
  readonly line?: number;
}

/** What the gateway found. */
export interface FoundPlaces {
  readonly files: readonly FoundFile[];
  readonly deleted: readonly SessionRow[];
}

/** A search for files and deleted sessions. */
export interface PlaceSearch {
  readonly store: StoreApi<FoundPlaces>;
  /** Searches after a pause in typing. Without a session, no files are searched. */
  ask(query: string, sessionKey: string | undefined): void;
}

const PAUSE_MS = 120;
/** Shorter queries find nothing. */
export const MIN_QUERY_LENGTH = 2;
const MAX_FILES = 20;
const MAX_DELETED = 20;
const DELETED = { deleted: true, archived: 'all', includeDerivedTitles: true, limit: MAX_DELETED } as const;
const NOTHING: FoundPlaces = { files: [], deleted: [] };

/** Runs one query at a time. What can't be searched finds nothing. */
export function createPlaceSearch(client: GatewayClient, after: After): PlaceSearch {
  const store = createStore(() => NOTHING);
  let latest = 0;
  let cancel = (): void => {};
  const findFiles = async (search: string, sessionKey: string | undefined): Promise<readonly FoundFile[]> => {
    if (sessionKey === undefined) return [];
    const { browser } = await client.request('sessions.files.list', { sessionKey, search });
    const files = (browser?.entries ?? []).filter(({ kind }) => kind === 'file');
    return files.slice(0, MAX_FILES).map(({ path }) => ({ sessionKey, path }));
  };
  const find = async (query: string, sessionKey: string | undefined, mine: number): Promise<void> => {
    const [files, deleted] = await Promise.all([
      findFiles(query, sessionKey).catch(() => []),
      client.request('sessions.list', { ...DELETED, search: query }).then(
        ({ sessions }) => sessions,
        () => [],
      ),
    ]);
    if (mine === latest) store.setState({ files, deleted });
  };
  return {
    store,
    ask(query, sessionKey) {
      cancel();
      latest += 1;
      const mine = latest;
      if (query.trim().length < MIN_QUERY_LENGTH) store.setState(NOTHING);
      else cancel = after(PAUSE_MS, () => void find(query.trim(), sessionKey, mine));
    },
  };
}

/** The files and deleted sessions that match a query. */
export function usePlaceSearch(query: string, sessionKey: string | undefined): FoundPlaces {
  const client = useClient();
  const search = useMemo(() => createPlaceSearch(client, afterMs), [client]);
  useEffect(() => search.ask(query, sessionKey), [search, query, sessionKey]);
  return useStore(search.store);
}

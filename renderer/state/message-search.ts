// Searches the messages of all sessions in the gateway. The latest query wins.
import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import type { MethodResult } from '#contract/methods/registry.ts';
import type { SessionRow } from '#contract/types/sessions.ts';
import { afterMs, type After } from './timers.ts';
import { useClient } from './use-client.ts';

/** A message that matches. */
export type MessageHit = MethodResult<'sessions.search'>['results'][number];

/** The best messages, and the sessions with matching messages, of which there may be more. */
export interface Found {
  readonly hits: readonly MessageHit[];
  readonly rows: readonly SessionRow[];
}

/** A search of all messages. */
export interface MessageSearch {
  readonly store: StoreApi<Found>;
  /** Searches after a pause in typing; a query that is too short finds nothing. */
  ask(query: string): void;
}

/** Pause in typing before the gateway is asked, ms. */
const PAUSE_MS = 120;
const MIN_QUERY_LENGTH = 2;
const MAX_HITS = 25;
const MAX_ROWS = 50;
const ROWS = { limit: MAX_ROWS, includeDerivedTitles: true, archived: 'all' } as const;
const NOTHING: Found = { hits: [], rows: [] };

/** Runs one query at a time. */
export function createMessageSearch(client: GatewayClient, after: After): MessageSearch {
  const store = createStore(() => NOTHING);
  let latest = 0;
  let cancel = (): void => {};
  const find = async (query: string, mine: number): Promise<void> => {
    try {
      const [{ results }, { sessions }] = await Promise.all([
        client.request('sessions.search', { query, limit: MAX_HITS, archived: true }),
        client.request('sessions.list', { ...ROWS, search: query }),
      ]);
      if (mine === latest) store.setState({ hits: results, rows: sessions });
    } catch {
      // Titles are still searched in the page; the next letter retries.
    }
  };
  return {
    store,
    ask(query) {
      cancel();
      latest += 1;
      const mine = latest;
      if (query.trim().length < MIN_QUERY_LENGTH) store.setState(NOTHING);
      else cancel = after(PAUSE_MS, () => void find(query.trim(), mine));
    },
  };
}

/** The messages and sessions that match a query. */
export function useMessageSearch(query: string): Found {
  const client = useClient();
  const search = useMemo(() => createMessageSearch(client, afterMs), [client]);
  useEffect(() => search.ask(query), [search, query]);
  return useStore(search.store);
}

/** The best message of each session, in the order of the hits. */
export function bestHits(hits: readonly MessageHit[]): ReadonlyMap<string, MessageHit> {
  const best = new Map<string, MessageHit>();
  for (const hit of hits) if (!best.has(hit.sessionKey)) best.set(hit.sessionKey, hit);
  return best;
}

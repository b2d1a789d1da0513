// Searches everything that was ever said, by the gateway; the newest question wins.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import type { MethodResult } from '#contract/methods/registry.ts';
import type { SessionRow } from '#contract/types/sessions.ts';

/** A message in which the words were said. */
export type MessageHit = MethodResult<'sessions.search'>['results'][number];

/** What was found: the best messages, and the sessions in which the words were said, of which there may be more. */
export interface Found {
  readonly hits: readonly MessageHit[];
  readonly rows: readonly SessionRow[];
}

/** A search for what was said. */
export interface MessageSearch {
  readonly store: StoreApi<Found>;
  /** Asks for a query, after a pause in typing; too short a query finds nothing. */
  ask(query: string): void;
}

/** Pause in typing after which the gateway is asked, ms. */
const PAUSE_MS = 120;
const SHORTEST = 2;
/** Most messages that the gateway gives at once, and most sessions. */
const MOST_HITS = 25;
const MOST_ROWS = 50;
const NOTHING: Found = { hits: [], rows: [] };

/** One search: it has one question at a time. */
export function createMessageSearch(
  client: GatewayClient,
  after: (ms: number, run: () => void) => () => void,
): MessageSearch {
  const store = createStore(() => NOTHING);
  let latest = 0;
  let cancel = (): void => {};
  const find = async (query: string, mine: number): Promise<void> => {
    try {
      const [{ results }, { sessions }] = await Promise.all([
        client.request('sessions.search', { query, limit: MOST_HITS, archived: true }),
        client.request('sessions.list', {
          search: query,
          limit: MOST_ROWS,
          includeDerivedTitles: true,
          archived: 'all',
        }),
      ]);
      if (mine === latest) store.setState({ hits: results, rows: sessions });
    } catch {
      // Titles are still searched here; the next letter asks again.
    }
  };
  return {
    store,
    ask(query) {
      cancel();
      latest += 1;
      const mine = latest;
      if (query.trim().length < SHORTEST) store.setState(NOTHING);
      else cancel = after(PAUSE_MS, () => void find(query.trim(), mine));
    },
  };
}

/** The best message of each session, in the order of the hits. */
export function bestHits(hits: readonly MessageHit[]): ReadonlyMap<string, MessageHit> {
  const best = new Map<string, MessageHit>();
  for (const hit of hits) if (!best.has(hit.sessionKey)) best.set(hit.sessionKey, hit);
  return best;
}

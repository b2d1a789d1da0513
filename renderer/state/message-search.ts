// Searches everything that was ever said, by the gateway; the newest question wins.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { GatewayClient } from '#contract/client-api.ts';
import type { SessionRow } from '#contract/methods/sessions.ts';

/** Sessions in which the words were said, besides those whose title has them. */
export interface MessageSearch {
  readonly store: StoreApi<{ readonly rows: readonly SessionRow[] }>;
  /** Asks for a query, after a pause in typing; too short a query finds nothing. */
  ask(query: string): void;
}

/** Pause in typing after which the gateway is asked, ms. */
const PAUSE_MS = 120;
const SHORTEST = 2;
const MOST = 50;
const NOTHING: { readonly rows: readonly SessionRow[] } = { rows: [] };

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
      const { sessions } = await client.request('sessions.list', {
        search: query,
        limit: MOST,
        includeDerivedTitles: true,
        archived: 'all',
      });
      if (mine === latest) store.setState({ rows: sessions });
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

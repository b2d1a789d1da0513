// Everything that was ever said, for a search field.
import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import type { SessionRow } from '#contract/methods/sessions.ts';
import { createMessageSearch } from './message-search.ts';
import { useClient } from './use-client.ts';

/** Sessions in which the words of the query were said. */
export function useMessageSearch(query: string): readonly SessionRow[] {
  const client = useClient();
  const search = useMemo(() => createMessageSearch(client, afterMs), [client]);
  useEffect(() => search.ask(query), [search, query]);
  return useStore(search.store, (state) => state.rows);
}

function afterMs(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}

// Everything that was ever said, for a search field.
import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { createMessageSearch, type Found } from './message-search.ts';
import { useClient } from './use-client.ts';

/** Messages and sessions in which the words of the query were said. */
export function useMessageSearch(query: string): Found {
  const client = useClient();
  const search = useMemo(() => createMessageSearch(client, afterMs), [client]);
  useEffect(() => search.ask(query), [search, query]);
  return useStore(search.store);
}

function afterMs(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}

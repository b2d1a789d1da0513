// How many lines each session has changed. Read for the sessions on the screen, one after another, and again when they change.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { supports } from '#contract/wire/features.ts';

/** Lines of changes that nobody has decided on. */
export interface ChangeCount {
  readonly additions: number;
  readonly deletions: number;
}

/** The counts that are known. */
export interface ChangeCounts {
  readonly store: StoreApi<ReadonlyMap<string, ChangeCount>>;
  /** Reads the count of a session, unless it is known. */
  want(key: string): void;
}

/** Reads nothing before the first session is wanted. */
export function createChangeCounts(client: GatewayClient): ChangeCounts {
  const store = createStore<ReadonlyMap<string, ChangeCount>>(() => new Map());
  const known = new Set<string>();
  const waiting = new Set<string>();
  let isReading = false;
  const readNext = async (): Promise<void> => {
    if (isReading) return;
    isReading = true;
    for (const key of waiting) {
      waiting.delete(key);
      try {
        const { additions, deletions } = await client.request('changes.list', { sessionKey: key });
        store.setState((counts) => new Map([...counts, [key, { additions, deletions }]]), true);
      } catch {
        // It is read again with the next change.
      }
    }
    isReading = false;
  };
  client.on('changes.changed', ({ sessionKey }) => {
    if (!known.has(sessionKey)) return;
    waiting.add(sessionKey);
    void readNext();
  });
  return {
    store,
    want(key) {
      if (known.has(key) || !supports(client.hello(), 'changes.list')) return;
      known.add(key);
      waiting.add(key);
      void readNext();
    },
  };
}

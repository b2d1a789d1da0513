// Reads something of each of several sessions, and again when their changes are different.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ChangedFile, ChangedFileDetail } from '#contract/types/changes.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { onFresh } from '../../state/connection.ts';
import { paced } from '../../state/resource.ts';

/** Results in the order of the sessions; undefined until all were read. */
export interface EachResult<T> {
  readonly store: StoreApi<{ readonly results: readonly (T | undefined)[] | undefined }>;
  /** Reads and follows until the returned function is called. */
  start(): () => void;
}

/** Of a session that can't be read, the result is undefined. */
function readEach<T>(
  client: GatewayClient,
  keys: readonly string[],
  read: (sessionKey: string) => Promise<T>,
): EachResult<T> {
  const store = createStore<{ readonly results: readonly (T | undefined)[] | undefined }>(() => ({
    results: undefined,
  }));
  let latest = 0;
  const load = async (): Promise<void> => {
    latest += 1;
    const mine = latest;
    const results = await Promise.all(keys.map((key) => read(key).catch(() => undefined)));
    if (mine === latest) store.setState({ results });
  };
  return {
    store,
    start() {
      const again = paced(load);
      const stops = [
        onFresh(client, () => void load()),
        client.on('changes.changed', ({ sessionKey }) => (keys.includes(sessionKey) ? again.call() : undefined)),
      ];
      return () => {
        latest += 1;
        again.stop();
        for (const stop of stops) stop();
      };
    },
  };
}

/** The files that each session changed since the start of its branch. */
export function readChangedFiles(client: GatewayClient, keys: readonly string[]): EachResult<readonly ChangedFile[]> {
  return readEach(
    client,
    keys,
    async (sessionKey) => (await client.request('changes.list', { sessionKey, scope: 'base' })).files,
  );
}

/** A file as each session changed it. */
export function readFile(client: GatewayClient, keys: readonly string[], path: string): EachResult<ChangedFileDetail> {
  return readEach(client, keys, (sessionKey) => client.request('changes.get', { sessionKey, scope: 'base', path }));
}

// A new folder for each test of a file, with the stores that the test opens in it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { GatewayError } from '#contract/wire/errors.ts';
import type { Store } from '#core/ports/store.ts';
import { openTestStore } from './open-test-store.ts';

/** The folder of the running test. */
export interface StoreFolder {
  readonly folder: string;
  /** Path of the database. */
  readonly path: string;
  /** Opens a store, by default at `path`. */
  open(key?: Uint8Array, path?: string): Promise<Store>;
  /** Closes the last store and opens one again. */
  reopen(key?: Uint8Array): Promise<Store>;
  /** Closes a store that was opened elsewhere after the test. */
  keep(store: Store): void;
  /** Closes the last store. */
  close(): Promise<void>;
}

/** Makes a folder before each test of the file and removes it after the test. */
export function storeFolder(): StoreFolder {
  let folder = '';
  const stores: Store[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'gatehouse-store-'));
  });
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close();
    rmSync(folder, { recursive: true });
  });
  const path = () => join(folder, 'gatehouse.db');
  const open = async (key?: Uint8Array, at = path()): Promise<Store> => {
    const store = await openTestStore(at, key);
    stores.push(store);
    return store;
  };
  const close = async () => stores.pop()?.close();
  return {
    get folder() {
      return folder;
    },
    get path() {
      return path();
    },
    open,
    close,
    keep: (store) => void stores.push(store),
    async reopen(key) {
      await close();
      return open(key);
    },
  };
}

/** The error that `work` fails with, or undefined. */
export function getFailure(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

/** The code of a typed error; other values as they are. */
export function getCode(error: unknown): unknown {
  return error instanceof GatewayError ? error.extras.details?.code : error;
}

// A store for tests: fixed key, silent log, clock of the machine.
import type { Store } from '#core/ports/store.ts';
import { SYSTEM_CLOCK } from '#host/system-clock.ts';
import { SEALING_KEY_BYTES } from '#adapters/secrets/sealing.ts';
import { QUIET } from '#tests/support/quiet-log.ts';
import { openStore, type StoreOptions } from '#adapters/sqlite/open-store.ts';

/** The key of every test store, unless another is given. */
export const TEST_SEALING_KEY = new Uint8Array(SEALING_KEY_BYTES).fill(7);

/** What a test store is opened with. */
export function testStoreOptions(path: string, sealingKey: Uint8Array = TEST_SEALING_KEY): StoreOptions {
  return { path, sealingKey, clock: SYSTEM_CLOCK, log: QUIET };
}

/** Opens a store at `path`. */
export function openTestStore(path: string, sealingKey?: Uint8Array): Promise<Store> {
  return openStore(testStoreOptions(path, sealingKey));
}

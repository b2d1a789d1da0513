import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { storeConformance } from '#tests/conformance/store.ts';
import { openTestStore } from '#tests/support/sqlite/open-test-store.ts';

storeConformance('SQLite', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-store-'));
  const store = await openTestStore(join(folder, 'gatehouse.db'));
  return {
    store,
    close: async () => {
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
});

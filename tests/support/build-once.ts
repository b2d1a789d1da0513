// Vitest's global set-up of the whole-product tests: builds the app once when its bundle is older than its sources.
import { ensureBuilt } from '#scripts/build-if-stale.ts';

/** Called by Vitest before the first whole-product test. */
export async function setup(): Promise<void> {
  await ensureBuilt();
}

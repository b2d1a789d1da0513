// Vitest's global setup for tests of the whole product: builds the app when its bundle is older than its sources, and
// unpacks Chromium, so that the workers don't all do it at the same time.
import { ensureBuilt } from '#scripts/build-if-stale.ts';

import { provideChromium } from './chromium.ts';

/** Called by Vitest before the first test of the whole product. */
export async function setup(): Promise<void> {
  await Promise.all([ensureBuilt(), provideChromium()]);
}

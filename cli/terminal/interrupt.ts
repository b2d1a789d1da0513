// Ctrl+C: the first one lets the command finish cleanly, the second one exits immediately.
import { once } from 'node:events';

import { EXIT } from '../output/exit-codes.ts';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Resolves on the first SIGINT or SIGTERM; from then on a second one exits the process. */
export async function interrupted(): Promise<void> {
  await Promise.race(SIGNALS.map((signal) => once(process, signal)));
  for (const signal of SIGNALS) process.once(signal, () => process.exit(EXIT.canceled));
}

// Ctrl+C: the first one lets the command finish cleanly, the second one exits immediately.
import { once } from 'node:events';

import { EXIT, type ExitCode } from '../output/exit-codes.ts';

/** Resolves on the first of `signals`; from then on, another one exits the process with `exitCode`. */
export async function interrupted(
  signals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM'],
  exitCode: ExitCode = EXIT.canceled,
): Promise<void> {
  await Promise.race(signals.map((signal) => once(process, signal)));
  for (const signal of signals) process.once(signal, () => process.exit(exitCode));
}

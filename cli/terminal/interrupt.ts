// Ctrl+C: the first one lets the command finish cleanly, the second one exits immediately.
import { EXIT } from '../output/exit-codes.ts';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Resolves on the first SIGINT or SIGTERM; from then on a second one exits the process. */
export function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    const first = (): void => {
      for (const signal of SIGNALS) {
        process.off(signal, first);
        process.once(signal, () => process.exit(EXIT.canceled));
      }
      resolve();
    };
    for (const signal of SIGNALS) process.on(signal, first);
  });
}

// Ctrl+C while a command waits: the first one is the command's to answer, the second ends it at once.
import { EXIT } from '../output/exit-codes.ts';

/** Settles at the first Ctrl+C (or TERM), and from then on a second one ends the process. */
export function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    const first = (): void => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) {
        process.off(signal, first);
        process.once(signal, () => process.exit(EXIT.aborted));
      }
      resolve();
    };
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, first);
  });
}

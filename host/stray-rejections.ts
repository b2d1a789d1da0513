// The last net: a promise that failed and that nobody awaited must not end a host on which other sessions run; what ends
// it all the same is in the log.
import type { Log } from '#core/ports/log.ts';

/** Logs what nobody handled; gives the function that stops it. Each line is a bug to mend. */
export function catchStrayRejections(log: Log): () => void {
  const rejected = (reason: unknown): void => log.error('a failure was handled by nobody', { error: wordsOf(reason) });
  const ending = (error: unknown, origin: string): void => {
    if (origin === 'uncaughtException') log.error('the process ends by a failure', { error: wordsOf(error) });
  };
  process.on('unhandledRejection', rejected);
  process.on('uncaughtExceptionMonitor', ending);
  return () => {
    process.off('unhandledRejection', rejected);
    process.off('uncaughtExceptionMonitor', ending);
  };
}

function wordsOf(reason: unknown): string {
  return reason instanceof Error ? (reason.stack ?? reason.message) : String(reason);
}

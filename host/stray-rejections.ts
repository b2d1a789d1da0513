// The last net: a promise that failed and that nobody awaited must not end a host on which other sessions run.
import type { Log } from '#core/ports/environment.ts';

/** Logs rejections that nobody handled; gives the function that stops it. Each one in the log is a bug to mend. */
export function catchStrayRejections(log: Log): () => void {
  const listener = (reason: unknown): void => {
    log.error('a failure was handled by nobody', {
      error: reason instanceof Error ? (reason.stack ?? reason.message) : String(reason),
    });
  };
  process.on('unhandledRejection', listener);
  return () => process.off('unhandledRejection', listener);
}

// Last resort for errors that nothing handled: an unhandled rejection is logged instead of ending a host with other sessions
// running, and an uncaught exception is logged before it ends the process.
import type { Log } from '#core/ports/log.ts';

/** Logs unhandled errors; returns the function that stops it. Each logged error is a bug. */
export function logUnhandledErrors(log: Log): () => void {
  const onRejection = (reason: unknown): void => log.error('Unhandled promise rejection.', { error: describe(reason) });
  const onException = (error: unknown, origin: string): void => {
    if (origin === 'uncaughtException')
      log.error('Uncaught exception; the process is exiting.', { error: describe(error) });
  };
  process.on('unhandledRejection', onRejection);
  process.on('uncaughtExceptionMonitor', onException);
  return () => {
    process.off('unhandledRejection', onRejection);
    process.off('uncaughtExceptionMonitor', onException);
  };
}

function describe(reason: unknown): string {
  return reason instanceof Error ? (reason.stack ?? reason.message) : String(reason);
}

import type { Log } from '#core/ports/log.ts';

/** A log that discards everything. */
export const QUIET: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  part: () => QUIET,
};

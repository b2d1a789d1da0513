// How long a server asks us to wait, from its headers.

/** Longest wait that is believed, ms; a server's clock may be wrong. */
const MAX_WAIT_MS = 24 * 60 * 60_000;

/** Reads `retry-after-ms` or `retry-after` (seconds or an HTTP date); undefined when there is none that makes sense. */
export function retryAfterMs(headers: Headers | undefined, now: number = Date.now()): number | undefined {
  const ms = Number.parseFloat(headers?.get('retry-after-ms') ?? '');
  if (Number.isFinite(ms)) return bounded(ms);
  const value = headers?.get('retry-after') ?? '';
  if (value === '') return undefined;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return bounded(seconds * 1000);
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : bounded(date - now);
}

function bounded(ms: number): number {
  return Math.round(Math.min(Math.max(ms, 0), MAX_WAIT_MS));
}

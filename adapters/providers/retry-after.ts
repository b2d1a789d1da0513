// How long a server asks to wait: in the headers of its response, or only in the error.
import { isJsonObject } from '#contract/types/json-object.ts';

/** Longest wait that is accepted, ms: some limits reset once a month. */
const MAX_WAIT_MS = 31 * 24 * 60 * 60_000;
/** Longest error text that is searched, characters. */
const MAX_TEXT = 16 * 1024;

/** The wait that the server asks for, ms; undefined if it doesn't. */
export function readRetryAfter(error: unknown): number | undefined {
  if (!isJsonObject(error)) return undefined;
  const { headers } = error;
  const wait =
    (headers instanceof Headers ? readHeaders(headers) : undefined) ?? readText(error['error'] ?? error['message']);
  return wait === undefined ? undefined : Math.round(Math.min(Math.max(wait, 0), MAX_WAIT_MS));
}

/** `retry-after-ms`, or `retry-after` in seconds or as an HTTP date. */
function readHeaders(headers: Headers): number | undefined {
  const value = headers.get('retry-after') ?? '';
  const waits = [
    Number.parseFloat(headers.get('retry-after-ms') ?? ''),
    value === '' ? Number.NaN : Number(value) * 1000,
    Date.parse(value) - Date.now(),
  ];
  return waits.find(Number.isFinite);
}

/** `Please try again in 1m30s.`, `"retryDelay": "32s"`. */
const IN_TEXT =
  /(?:(?:try again|retry) in|"retryDelay":)\s*"?((?:\d+(?:\.\d+)?\s*(?:ms|[hms])(?:inutes?|ours?|econds?)?\s*)+)/i;
const UNITS_MS: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };

function readText(error: unknown): number | undefined {
  const text = (typeof error === 'string' ? error : JSON.stringify(error ?? '')).slice(0, MAX_TEXT);
  const found = IN_TEXT.exec(text)?.[1];
  if (found === undefined) return undefined;
  return readDuration(found);
}

/** A duration such as `6m0s` or `20ms`, ms; undefined if it isn't one. */
export function readDuration(text: string): number | undefined {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)\s*(ms|[hms])/gi)];
  if (parts.length === 0) return undefined;
  return parts.reduce((sum, [, count, unit = '']) => sum + Number(count) * (UNITS_MS[unit.toLowerCase()] ?? 0), 0);
}

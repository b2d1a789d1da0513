// How much of each rate limit is used, from the headers of the last response of a provider. In memory only.
import type { Clock } from '#core/ports/clock.ts';
import type { RateLimitWindow } from '#contract/types/usage.ts';
import { isJsonObject } from '#contract/types/json-object.ts';
import { readDuration } from './retry-after.ts';

/** A limit as a server reports it. */
interface Limit {
  readonly label: string;
  readonly limit: string | null;
  readonly remaining: string | null;
  readonly reset: string | null;
}

/** Windows, and when they were reported. */
export interface ObservedLimits {
  readonly observedAt: number;
  readonly windows: readonly RateLimitWindow[];
}

/** Longest plausible time until a reset, ms. */
const MAX_RESET_MS = 31 * 24 * 60 * 60_000;
const MAX_LIMIT = 1e12;
/** Maximum length of a time or duration, characters. */
const MAX_RESET_CHARACTERS = 64;

/** https://platform.claude.com/docs/en/api/rate-limits: resets are times in RFC 3339. */
const ANTHROPIC = [
  ['Requests', 'requests'],
  ['Input tokens', 'input-tokens'],
  ['Output tokens', 'output-tokens'],
] as const;
/** https://platform.openai.com/docs/guides/rate-limits: resets are durations, such as `6m0s`. Compatible servers send the same. */
const OPENAI = [
  ['Requests', 'requests'],
  ['Tokens', 'tokens'],
] as const;

/** The windows that headers report; none if a server reports no limits. */
export function readRateLimits(headers: Headers, now: number): readonly RateLimitWindow[] {
  const read = (label: string, ...[limit, remaining, reset]: readonly [string, string, string]): Limit => ({
    label,
    limit: headers.get(limit),
    remaining: headers.get(remaining),
    reset: headers.get(reset),
  });
  const limits = [
    ...ANTHROPIC.map(([label, kind]) => {
      const prefix = `anthropic-ratelimit-${kind}`;
      return read(label, `${prefix}-limit`, `${prefix}-remaining`, `${prefix}-reset`);
    }),
    ...OPENAI.map(([label, kind]) =>
      read(label, `x-ratelimit-limit-${kind}`, `x-ratelimit-remaining-${kind}`, `x-ratelimit-reset-${kind}`),
    ),
  ];
  return limits.flatMap((limit) => toWindow(limit, now) ?? []);
}

/** The wait until every limit that is used up has reset, ms, from the headers of an error; undefined if they contain none. */
export function readResetWait(error: unknown, now: number): number | undefined {
  if (!isJsonObject(error) || !(error['headers'] instanceof Headers)) return undefined;
  const windows = readRateLimits(error['headers'], now);
  const resets = windows.flatMap(({ usedPercent, resetAt }) => (usedPercent >= 100 ? (resetAt ?? []) : []));
  return resets.length === 0 ? undefined : Math.max(0, ...resets.map((at) => at - now));
}

function toWindow({ label, limit, remaining, reset }: Limit, now: number): RateLimitWindow | undefined {
  const most = toCount(limit);
  const left = toCount(remaining);
  if (most === undefined || left === undefined || most === 0) return undefined;
  const usedPercent = Math.round((1 - Math.min(left, most) / most) * 1000) / 10;
  const resetAt = reset === null ? undefined : readReset(reset, now);
  return { label, usedPercent, ...(resetAt === undefined ? {} : { resetAt }) };
}

function toCount(text: string | null): number | undefined {
  const count = text !== null && /^\d{1,15}$/.test(text.trim()) ? Number(text) : Number.NaN;
  return count <= MAX_LIMIT ? count : undefined;
}

/** A time, or a duration: with units, or in seconds. */
function readReset(text: string, now: number): number | undefined {
  // Longer ones aren't times, and searching them for durations takes long.
  if (text.length > MAX_RESET_CHARACTERS) return undefined;
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : readDuration(text);
  const at = seconds === undefined ? Date.parse(text) : now + seconds;
  return at - now <= MAX_RESET_MS ? Math.round(at) : undefined;
}

/** The limits that were reported last, by access name. */
export class RateLimits {
  readonly #clock: Clock;
  readonly #observed = new Map<string, ObservedLimits>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Reads the headers of a response. Responses without limits change nothing. */
  observe(name: string, headers: Headers): void {
    const observedAt = this.#clock.now();
    const windows = readRateLimits(headers, observedAt);
    if (windows.length > 0) this.#observed.set(name, { observedAt, windows });
  }

  /** A window is unused again after its reset time. */
  find(name: string): ObservedLimits | undefined {
    const known = this.#observed.get(name);
    const now = this.#clock.now();
    return known && { ...known, windows: known.windows.map((window) => withoutPast(window, now)) };
  }

  /** Forgets the limits of a key that is no longer used. */
  forget(names: (name: string) => boolean): void {
    for (const name of this.#observed.keys()) if (names(name)) this.#observed.delete(name);
  }
}

function withoutPast(window: RateLimitWindow, now: number): RateLimitWindow {
  const { label, resetAt } = window;
  return resetAt === undefined || resetAt > now ? window : { label, usedPercent: 0 };
}

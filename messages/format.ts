// Formats numbers, costs, sizes, times, and durations in the active locale.
import { activeLocale, t } from './translate.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Older than this is shown as a date. */
const MAX_AGE = 14 * DAY;

const formatters = new Map<string, unknown>();

/** `Intl` objects are expensive to create, so they are cached by locale and options. */
function cached<Options, Formatter>(
  Kind: new (locale: string, options: Options) => Formatter,
  options: NoInfer<Options>,
): Formatter {
  const key = `${activeLocale()} ${Kind.name} ${JSON.stringify(options)}`;
  let formatter = formatters.get(key);
  if (formatter === undefined) formatters.set(key, (formatter = new Kind(activeLocale(), options)));
  // The key contains the name of the constructor.
  return formatter as Formatter;
}

function number(value: number, options: Intl.NumberFormatOptions): string {
  return cached(Intl.NumberFormat, options).format(value);
}

function date(atMs: number, options: Intl.DateTimeFormatOptions): string {
  return cached(Intl.DateTimeFormat, options).format(atMs);
}

function unit(value: number, name: string, maximumFractionDigits = 0): string {
  return number(value, { style: 'unit', unit: name, unitDisplay: 'narrow', maximumFractionDigits });
}

/** `12,345`. */
export function formatNumber(value: number): string {
  return number(value, {});
}

/** `950`, `12.3K`, `1.2M`: for token counts and other figures that need little space. */
export function formatCompact(value: number): string {
  return number(value, { notation: 'compact', maximumSignificantDigits: 3 });
}

/** `81%`, from 0 to 1. */
export function formatPercent(share: number): string {
  return number(share, { style: 'percent', maximumFractionDigits: 0 });
}

/** US dollars: two digits, four below a cent, and `<$0.0001` for less. */
export function formatCost(dollars: number): string {
  const smallest = 0.0001;
  const digits = dollars > 0 && dollars < 0.01 ? 4 : 2;
  const fractionDigits = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  const options = { style: 'currency', currency: 'USD', ...fractionDigits } as const;
  return dollars > 0 && dollars < smallest ? `<${number(smallest, options)}` : number(dollars, options);
}

/** `820 bytes`, `12.3 kB`, `4 MB`; units of 1,000, as file managers show them. */
export function formatBytes(bytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];
  const at = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const style = { style: 'unit', unit: units[at] ?? 'byte', unitDisplay: at === 0 ? 'long' : 'short' } as const;
  return number(bytes / 1_000 ** at, { ...style, maximumSignificantDigits: 3 });
}

/** A duration in its two largest units: `350ms`, `4.2s`, `22s`, `1m 5s`, `2h 3m`, `3d 4h`. */
export function formatDuration(ms: number): string {
  if (ms < SECOND) return unit(Math.max(0, Math.round(ms)), 'millisecond');
  if (ms < 10 * SECOND) return unit(ms / SECOND, 'second', 1);
  const total = Math.round(ms / SECOND);
  const [days, hours, minutes, seconds] = [
    Math.floor(total / 86_400),
    Math.floor(total / 3_600) % 24,
    Math.floor(total / 60) % 60,
    total % 60,
  ];
  const parts = days > 0 ? { days, hours } : hours > 0 ? { hours, minutes } : { minutes, seconds };
  return cached(Intl.DurationFormat, { style: 'narrow' }).format(parts);
}

/** A countdown, never below zero: `4:05`, `59s`, `2h`. */
export function formatRemaining(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / SECOND));
  if (seconds < 60) return unit(seconds, 'second');
  if (seconds < 3_600) {
    const rest = number(seconds % 60, { minimumIntegerDigits: 2 });
    return `${number(Math.floor(seconds / 60), {})}:${rest}`;
  }
  return seconds < 86_400 ? unit(Math.floor(seconds / 3_600), 'hour') : unit(Math.floor(seconds / 86_400), 'day');
}

/** How old something is, for narrow lists: `now`, `5m`, `3h`, `2d`, then the date. */
export function formatAge(atMs: number, nowMs: number): string {
  const age = Math.max(0, nowMs - atMs);
  if (age < MINUTE) return t('time.now');
  if (age < HOUR) return unit(Math.floor(age / MINUTE), 'minute');
  if (age < DAY) return unit(Math.floor(age / HOUR), 'hour');
  return age < MAX_AGE ? unit(Math.floor(age / DAY), 'day') : formatDate(atMs);
}

/** When something was, inside a sentence: `now`, `5 minutes ago`, `yesterday`, then the date. */
export function formatAgo(atMs: number, nowMs: number): string {
  const relative = cached(Intl.RelativeTimeFormat, { numeric: 'auto' });
  const age = Math.max(0, nowMs - atMs);
  if (age < MINUTE) return relative.format(0, 'second');
  if (age < HOUR) return relative.format(-Math.floor(age / MINUTE), 'minute');
  if (age < DAY) return relative.format(-Math.floor(age / HOUR), 'hour');
  return age < MAX_AGE ? relative.format(-Math.floor(age / DAY), 'day') : formatDate(atMs);
}

/** `Nov 29, 2026`. */
export function formatDate(atMs: number): string {
  return date(atMs, { dateStyle: 'medium' });
}

/** `Nov 29`. */
export function formatDay(atMs: number): string {
  return date(atMs, { day: 'numeric', month: 'short' });
}

/** `Sun, Nov 29`. */
export function formatWeekday(atMs: number): string {
  return date(atMs, { weekday: 'short', day: 'numeric', month: 'short' });
}

/** `12:04 PM`. */
export function formatTime(atMs: number): string {
  return date(atMs, { timeStyle: 'short' });
}

/** `12:04:31 PM`. */
export function formatTimeWithSeconds(atMs: number): string {
  return date(atMs, { timeStyle: 'medium' });
}

/** `Nov 29, 2026, 12:04 PM`. */
export function formatDateTime(atMs: number): string {
  return date(atMs, { dateStyle: 'medium', timeStyle: 'short' });
}

/** The time of day, with the day unless it is today. */
export function formatTimeOrDay(atMs: number, nowMs: number): string {
  if (new Date(atMs).toDateString() === new Date(nowMs).toDateString()) return formatTime(atMs);
  return date(atMs, { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' });
}

/** `a, b, and c`. */
export function formatList(items: readonly string[]): string {
  return cached(Intl.ListFormat, { type: 'conjunction' }).format(items);
}

/** `a, b, c`: items without a conjunction. */
export function formatItems(items: readonly string[]): string {
  return cached(Intl.ListFormat, { type: 'unit' }).format(items);
}

/** Joins the parts that are present: `a · b`. */
export function joinFacts(...facts: readonly (string | undefined)[]): string {
  return facts.filter(Boolean).join(' · ');
}

/** Starts a sentence with a capital letter. */
export function capitalize(text: string): string {
  const [first = ''] = text;
  return first.toLocaleUpperCase(activeLocale()) + text.slice(first.length);
}

/** Sorts names as people expect: `file 2` before `file 10`, `ä` beside `a`. */
export function compareNames(a: string, b: string): number {
  return cached(Intl.Collator, { numeric: true, sensitivity: 'base' }).compare(a, b);
}

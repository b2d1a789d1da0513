// Points in time as people write them, read strictly: `Date.parse` turns February 30 into March 2.

const TIME = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(?: ?(Z|[+-]\d{2}:?\d{2}))?)?$/i;

/**
 * The Unix time in ms of `YYYY-MM-DD`, alone or with a time and an offset; undefined for anything else and for a date that
 * doesn't exist. `zone` applies to a time without an offset. A date alone is midnight UTC.
 */
export function parseTime(text: string, zone: 'utc' | 'local'): number | undefined {
  const [, date = '', time, offset] = TIME.exec(text.trim()) ?? [];
  if (!isCalendarDate(date)) return undefined;
  const ms = Date.parse(time === undefined ? date : `${date}T${time}${offset?.toUpperCase() ?? DEFAULT_OFFSETS[zone]}`);
  return Number.isNaN(ms) ? undefined : ms;
}

const DEFAULT_OFFSETS = { utc: 'Z', local: '' } as const;

/** Whether `YYYY-MM-DD` names a day that exists. */
export function isCalendarDate(text: string): boolean {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}

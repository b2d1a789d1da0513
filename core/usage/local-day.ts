// Calendar days in a time zone.
import { takeStart } from '#contract/types/truncate-text.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import { setBounded } from '../set-bounded.ts';

interface Zone {
  readonly format: Intl.DateTimeFormat;
  /** The last quarter of an hour that was requested, and its day: in no zone does the day change within one. */
  quarter: number;
  day: string;
}

const QUARTER_MS = 15 * 60_000;
/** Time zones to keep. */
const MAX_ZONES = 50;
const zones = new Map<string, Zone>();

/** The day of a time as `YYYY-MM-DD`; UTC without a time zone. @throws {RangeError} for an unknown time zone. */
export function localDay(ts: number, timeZone?: string): string {
  if (timeZone === undefined) return new Date(ts).toISOString().slice(0, 10);
  const zone = getZone(timeZone);
  const quarter = Math.floor(ts / QUARTER_MS);
  if (zone.quarter !== quarter) {
    zone.quarter = quarter;
    zone.day = zone.format.format(ts);
  }
  return zone.day;
}

/** @throws {GatewayError} for an unknown time zone */
export function requireTimeZone(zone: string): void {
  try {
    localDay(0, zone);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const hint = 'Use an IANA name such as Europe/Oslo.';
    throw invalidRequest(`Unknown time zone: ${takeStart(zone, 100)}`, 'UNKNOWN_TIME_ZONE', hint);
  }
}

function getZone(timeZone: string): Zone {
  const known = zones.get(timeZone);
  if (known !== undefined) return known;
  // The Canadian format is the ISO one.
  const options = { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  const zone = { format: new Intl.DateTimeFormat('en-CA', options), quarter: Number.NaN, day: '' };
  setBounded(zones, timeZone, zone, MAX_ZONES);
  return zone;
}

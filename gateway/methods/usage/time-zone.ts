// In which time zone the days of a usage report are counted.
import { invalidRequest } from '#contract/wire/errors.ts';
import { localDay } from '#core/usage/local-day.ts';

interface ZoneParams {
  readonly mode?: 'utc' | 'gateway' | 'specific' | undefined;
  readonly timeZone?: string | undefined;
  readonly utcOffset?: string | undefined;
}

const UTC_OFFSET = /^UTC([+-])(\d{1,2})(?::([0-5]\d))?$/;

/** The time zone; undefined for UTC. @throws {GatewayError} for one that is unknown. */
export function requireTimeZone({ mode, timeZone, utcOffset }: ZoneParams): string | undefined {
  if (mode === 'utc') return undefined;
  if (mode === 'gateway') return Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zone = timeZone ?? offsetZone(utcOffset);
  if (zone === undefined) return undefined;
  try {
    localDay(0, zone);
    return zone;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const hint = 'Use an IANA name such as Europe/Oslo.';
    throw invalidRequest(`unknown time zone: ${zone.slice(0, 100)}`, 'UNKNOWN_TIME_ZONE', hint);
  }
}

/** `UTC+5:30` as JavaScript names it: `+05:30`. */
function offsetZone(utcOffset: string | undefined): string | undefined {
  const [, sign, hours, minutes = '00'] = UTC_OFFSET.exec(utcOffset ?? '') ?? [];
  return sign === undefined || hours === undefined ? undefined : `${sign}${hours.padStart(2, '0')}:${minutes}`;
}

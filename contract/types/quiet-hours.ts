// Hours in which nobody is disturbed. A preference; the app and the gateway respect them.
import { isJsonObject } from './json-object.ts';
import type { Preferences } from './preferences.ts';

/** The preference with the hours without notifications. */
export const QUIET_PREFERENCE = 'notify-quiet';

/** Hours without notifications, local time: `22:00`. They can go past midnight. */
export interface QuietHours {
  readonly from: string;
  readonly to: string;
}

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

/** The hours of the preferences; undefined if there are none. */
export function quietHours(preferences: Preferences): QuietHours | undefined {
  const value = preferences[QUIET_PREFERENCE];
  if (!isJsonObject(value)) return undefined;
  const { from, to } = value;
  const isValid = typeof from === 'string' && typeof to === 'string' && TIME.test(from) && TIME.test(to);
  return isValid ? { from, to } : undefined;
}

/** Whether a time is within the hours; the end isn't. Equal times are the whole day. */
export function isQuiet(hours: QuietHours | undefined, time: string): boolean {
  if (hours === undefined) return false;
  const { from, to } = hours;
  return from < to ? from <= time && time < to : from <= time || time < to;
}

/** The local time of a date: `08:30`. */
export function toLocalTime(now: Date): string {
  return [now.getHours(), now.getMinutes()].map((part) => String(part).padStart(2, '0')).join(':');
}

import { expect, it } from 'vitest';
import { localDay } from './local-day.ts';

const EVENING = Date.parse('2026-11-21T23:30:00Z');

it.each([
  [undefined, '2026-11-21'],
  ['UTC', '2026-11-21'],
  ['Europe/Oslo', '2026-11-22'],
  ['America/New_York', '2026-11-21'],
  ['+00:15', '2026-11-21'],
  ['+05:45', '2026-11-22'],
] as const)('gives the day in %s', (timeZone, day) => {
  expect(localDay(EVENING, timeZone)).toBe(day);
});

it('follows daylight saving time', () => {
  expect(localDay(Date.parse('2026-07-21T22:30:00Z'), 'Europe/Oslo')).toBe('2026-07-22');
  expect(localDay(Date.parse('2026-12-21T22:30:00Z'), 'Europe/Oslo')).toBe('2026-12-21');
});

it('rejects an unknown time zone', () => {
  expect(() => localDay(EVENING, 'Mars/Base')).toThrow(RangeError);
});

import { expect, test } from 'vitest';
import { isCalendarDate, parseTime } from './parse-time.ts';

const toIso = (text: string): string | undefined => {
  const ms = parseTime(text, 'utc');
  return ms === undefined ? undefined : new Date(ms).toISOString();
};

test('reads dates and times with and without an offset', () => {
  expect(toIso('2027-03-23')).toBe('2027-03-23T00:00:00.000Z');
  expect(toIso('2027-03-23T09:00')).toBe('2027-03-23T09:00:00.000Z');
  expect(toIso(' 2027-03-23 09:00:30.5 ')).toBe('2027-03-23T09:00:30.500Z');
  expect(toIso('2027-03-23T09:00:00+02:00')).toBe('2027-03-23T07:00:00.000Z');
  expect(toIso('2027-03-23t09:00z')).toBe('2027-03-23T09:00:00.000Z');
  expect(toIso('2027-03-23T09:00:00-0530')).toBe('2027-03-23T14:30:00.000Z');
  expect(parseTime('2027-03-23T09:00', 'local')).toBe(new Date(2027, 2, 23, 9).getTime());
});

test('rejects dates that do not exist instead of rolling them over', () => {
  for (const text of [
    '2027-02-30T09:00:00Z',
    '2027-02-29',
    '2027-04-31T00:00',
    '2027-06-31 08:00',
    '2027-13-01T00:00Z',
    '2027-00-10',
    '2027-01-00T00:00Z',
    '2027-01-32',
    '2100-02-29T00:00:00Z',
    '2027-01-01T25:00Z',
    '2027-01-01T10:60Z',
  ])
    expect([text, parseTime(text, 'utc')]).toEqual([text, undefined]);
  expect(toIso('2028-02-29T09:00:00Z')).toBe('2028-02-29T09:00:00.000Z');
});

test('rejects formats in which an impossible date could not be recognized', () => {
  for (const text of ['', 'tomorrow', 'Feb 30 2027', '30 February 2027', '2027/02/30', '02/30/2027', '1772000000000'])
    expect([text, parseTime(text, 'utc')]).toEqual([text, undefined]);
});

test('knows which days exist', () => {
  expect(isCalendarDate('2028-02-29')).toBe(true);
  expect(isCalendarDate('2027-02-29')).toBe(false);
  expect(isCalendarDate('2027-2-1')).toBe(false);
});

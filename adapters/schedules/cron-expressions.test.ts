// Proves: CR-1
import { expect, it } from 'vitest';
import { createCronExpressions } from './cron-expressions.ts';

const cron = createCronExpressions();
const BERLIN = 'Europe/Berlin';

/** The next `count` times after `from`. */
function times(expr: string, zone: string | undefined, from: string, count: number): readonly string[] {
  const found: string[] = [];
  for (let at = Date.parse(from); found.length < count;) {
    const next = cron.next(expr, zone, at);
    if (next === undefined) break;
    found.push(new Date(next).toISOString());
    at = next;
  }
  return found;
}

it('runs 02:30 in Berlin at 03:00 on the day that has no 02:30', () => {
  expect(times('30 2 * * *', BERLIN, '2026-03-28T00:00:00Z', 3)).toEqual([
    '2026-03-28T01:30:00.000Z',
    '2026-03-29T01:00:00.000Z',
    '2026-03-30T00:30:00.000Z',
  ]);
});

it('runs 02:30 in Berlin only the first time on the day that has it twice', () => {
  expect(times('30 2 * * *', BERLIN, '2026-10-24T00:00:00Z', 3)).toEqual([
    '2026-10-24T00:30:00.000Z',
    '2026-10-25T00:30:00.000Z',
    '2026-10-26T01:30:00.000Z',
  ]);
});

it('runs every half hour through the repeated hour', () => {
  expect(times('*/30 * * * *', BERLIN, '2026-10-24T23:59:00Z', 5)).toEqual([
    '2026-10-25T00:00:00.000Z',
    '2026-10-25T00:30:00.000Z',
    '2026-10-25T01:00:00.000Z',
    '2026-10-25T01:30:00.000Z',
    '2026-10-25T02:00:00.000Z',
  ]);
});

it('supports names and seconds', () => {
  expect(times('@daily', 'UTC', '2026-11-21T10:00:00Z', 1)).toEqual(['2026-11-22T00:00:00.000Z']);
  expect(times('*/10 * * * * *', 'UTC', '2026-11-21T10:00:01Z', 1)).toEqual(['2026-11-21T10:00:10.000Z']);
});

it('rejects an expression that never happens', () => {
  for (const never of ['0 0 30 2 *', '0 0 31 4,6,9,11 *', '30 9 31 FEB *', '0 0 0 30,31 2 *'])
    expect([never, cron.violation(never, BERLIN)]).toEqual([never, expect.stringContaining('never happens')]);
  // February 29 exists in leap years, and with a weekday either of the two is enough.
  for (const good of ['0 0 29 2 *', '0 0 30 2 5', '0 0 31 * *', '0 0 L 2 *'])
    expect([good, cron.violation(good, BERLIN)]).toEqual([good, undefined]);
});

it('explains an invalid expression or time zone', () => {
  for (const good of ['30 2 * * *', '0 30 2 * * *', '@weekly', '*/5 9-17 * * MON-FRI'])
    expect(cron.violation(good, BERLIN)).toBeUndefined();
  for (const bad of [
    '',
    'x',
    '61 * * * *',
    '* * * *',
    '2030-01-01T00:00:00',
    '@often',
    `${'1,'.repeat(5_000)}1 * * * *`,
  ])
    expect(cron.violation(bad, undefined), bad.slice(0, 20)).toMatch(/\w/);
  expect(cron.violation('0 0 32 * *', BERLIN)).toContain('day: 32');
  expect(cron.violation('0 0 * 13 *', BERLIN)).toContain('month: 13');
  expect(cron.violation('* * * * *', 'Mars/Olympus')).toContain('unknown time zone');
});

import { expect, it } from 'vitest';
import { countDaysLeft, sortDeleted } from './deleted-sessions.ts';

const DAY = 86_400_000;

it('counts the days until a deleted session can no longer be restored', () => {
  expect(countDaysLeft(0, 0)).toBe(30);
  expect(countDaysLeft(0, 0.5 * DAY)).toBe(30);
  expect(countDaysLeft(0, 29.5 * DAY)).toBe(1);
  expect(countDaysLeft(0, 31 * DAY), 'not purged yet').toBe(1);
});

it('lists the most recently deleted session first', () => {
  const rows = [
    { key: 'a', kind: 'direct', deletedAt: 1 },
    { key: 'b', kind: 'direct', deletedAt: 3 },
    { key: 'c', kind: 'direct', deletedAt: 2 },
  ] as const;
  expect(sortDeleted(rows).map(({ key }) => key)).toEqual(['b', 'c', 'a']);
});

import { expect, it } from 'vitest';
import type { Row } from '#tests/performance/report.ts';
import { compareRounds, comparisonTable, type Round } from './compare-rows.ts';

const row = (id: string, value: number, better: Row['better'] = 'lower', title = id): Row => ({
  id,
  title,
  unit: 'ms',
  value,
  target: 10,
  better,
  bare: undefined,
});

function roundOf(old: number, after: number, again = old): Round {
  return {
    old: [row('latency', old, 'lower', 'an earlier title'), row('removed', 1)],
    new: [row('latency', after, 'lower', 'latency'), row('added', 1)],
    again: [row('latency', again), row('removed', 1)],
  };
}

it('uses the median ratio of all rounds and omits rows that one version lacks', () => {
  const comparisons = compareRounds([roundOf(10, 20, 30), roundOf(100, 120, 100), roundOf(1, 1.1)]);
  expect(comparisons).toEqual([{ title: 'latency', unit: 'ms', old: 10, new: 20, ratio: 1.2, control: 1 }]);
});

it('counts a lower rate as slower', () => {
  const rate = (value: number) => [row('rate', value, 'higher')];
  expect(compareRounds([{ old: rate(200), new: rate(100), again: rate(200) }])).toMatchObject([
    { ratio: 2, control: 1 },
  ]);
});

it('does not compare values far below their target, zero, or less', () => {
  expect(compareRounds([roundOf(0, 0.4), roundOf(-3, 0)])[0]?.ratio).toBe(1);
  expect(compareRounds([roundOf(0, 1)])[0]?.ratio).toBe(2);
});

it('marks rows that are more than a tenth slower', () => {
  const table = (after: number) => comparisonTable(compareRounds([roundOf(10, after)])).split('\n')[1];
  expect(table(10.9)).toMatch(/^ok +latency +10\.00 +10\.90 +ms +1\.09 +1\.00$/);
  expect(table(11.2)).toMatch(/^SLOWER/);
});

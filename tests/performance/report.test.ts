import { describe, expect, it } from 'vitest';

import { deltaText, findPlan, planText, wholeText } from './plan.ts';
import { asPage, asTable, keeps, type Row } from './report.ts';
import { median, msBetween, quantile } from './statistics.ts';

const row = (change: Partial<Row>): Row => ({
  id: 'x',
  title: 'a row',
  unit: 'ms',
  value: 1,
  target: 2,
  better: 'lower',
  bare: 0.5,
  ...change,
});

describe('the benchmark report', () => {
  it('finds the latest plan in a request and its expected text', () => {
    const old = { tag: 'old', deltas: 9, everyMs: 1 };
    const plan = { tag: 'new', deltas: 2, everyMs: 5 };
    expect(findPlan(JSON.stringify([planText(old), { text: planText(plan) }]))).toEqual(plan);
    expect(wholeText(plan)).toBe(deltaText('new', 0) + deltaText('new', 1));
  });

  it('reports whether a row meets its target', () => {
    expect(keeps(row({ value: 2 }))).toBe(true);
    expect(keeps(row({ value: 2.01 }))).toBe(false);
    expect(keeps(row({ better: 'higher', value: 1 }))).toBe(false);
    expect(keeps(row({ value: Number.NaN }))).toBe(false);
    expect(asTable([row({ value: 3 })])).toContain('MISS');
    expect(asPage([row({ value: 3 })], new Date(0))).toContain('**missed**');
  });

  it('computes quantiles', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(quantile([1, 2, 3, 4], 0.95)).toBe(4);
    expect(msBetween('1000000', 3_000_000n)).toBe(2);
  });
});

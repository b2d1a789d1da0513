import { expect, it } from 'vitest';
import type { ResourceSeries } from '#contract/types/resources.ts';
import { describeFigures, toLines } from './resource-figures.ts';

const MINUTE = 60_000;
const series: ResourceSeries = {
  id: 'a',
  limits: { cpus: 2, memoryBytes: 4e9 },
  samples: [
    [0, 1, 1e9],
    [MINUTE, 2, 2e9],
    [10 * MINUTE, 0.5, 3e9],
  ],
};

it('places samples in the period and below the limit, and leaves a gap where nothing was measured', () => {
  const lines = toLines(series, 'cpu', { from: 0, to: 10 * MINUTE });
  expect(lines.map((line) => line.map(({ x, y }) => [x, y]))).toEqual([
    [
      [0, 0.5],
      [0.1, 1],
    ],
    [[1, 0.25]],
  ]);
});

it('leaves room above the peak without a limit', () => {
  const lines = toLines({ id: 'gateway', samples: series.samples }, 'memory', { from: 0, to: 10 * MINUTE });
  expect(Math.max(...lines.flat().map(({ y }) => y))).toBeCloseTo(1 / 1.15);
});

it('says the current value, the peak, and the limit', () => {
  expect(describeFigures(series, 'cpu')).toBe('0.50 now · 2.00 peak · 2.00 limit');
  expect(describeFigures({ id: 'gateway', samples: series.samples }, 'memory')).toMatch(/now · .* peak$/);
  expect(describeFigures({ id: 'b', samples: [] }, 'cpu')).toBe('No measurements in this period');
});

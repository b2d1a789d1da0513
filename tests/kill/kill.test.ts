// A bounded number of kills for every test run; `npm run test:kill` does 200.
import { expect, it } from 'vitest';
import { runKillTest } from './kill-run.ts';

const POINTS = 14;

it('loses nothing, does nothing twice and is never stuck, wherever it is killed', { timeout: 180_000 }, async () => {
  const report = await runKillTest({ points: POINTS, seed: 20_261_121 });
  expect(report.lost).toEqual([]);
  expect(report.twice).toEqual([]);
  expect(report.stuck).toEqual([]);
  expect(report.counts.messages).toBeGreaterThan(POINTS);
});

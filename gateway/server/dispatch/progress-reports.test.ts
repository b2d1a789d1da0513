// Proves: GW-6
import { expect, it } from 'vitest';
import type { CallProgress } from '#contract/wire/call-progress.ts';
import { ManualClock } from '#tests/support/core/manual-clock.ts';
import { startProgressReports } from './progress-reports.ts';

function start() {
  const clock = new ManualClock();
  const sent: CallProgress[] = [];
  return { clock, sent, reports: startProgressReports(clock, (progress) => sent.push(progress)) };
}

it('repeats the last report every five seconds until the call ends', async () => {
  const { clock, sent, reports } = start();
  await clock.advance(4_999);
  expect(sent).toEqual([]);
  await clock.advance(5_001);
  expect(sent).toEqual([{ elapsedMs: 5_000 }, { elapsedMs: 10_000 }]);
  reports.stop();
  await clock.advance(60_000);
  expect(sent).toHaveLength(2);
});

it('sends changes immediately, at most four times a second, and always the latest', async () => {
  const { clock, sent, reports } = start();
  reports.report({ done: 0, total: 9 });
  for (let done = 1; done <= 5; done += 1) {
    await clock.advance(20);
    reports.report({ done, total: 9 });
  }
  await clock.advance(150);
  expect(sent).toEqual([
    { done: 0, total: 9, elapsedMs: 0 },
    { done: 5, total: 9, elapsedMs: 250 },
  ]);
  await clock.advance(5_000);
  expect(sent.at(-1)).toEqual({ done: 5, total: 9, elapsedMs: 5_250 });
});

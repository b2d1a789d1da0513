import { expect, it } from 'vitest';
import type { EngineNotice } from '#core/engine/notices.ts';
import { ManualClock } from '#tests/support/core/manual-clock.ts';
import { returnMemoryWhenIdle } from './idle-memory.ts';

it('returns memory once after a burst of runs, and leaves no timer behind', async () => {
  const clock = new ManualClock();
  const lines: string[] = [];
  const log = { debug: (text: string) => lines.push(text), info() {}, warn() {}, error() {}, part: () => log };
  let notify: ((notice: EngineNotice) => void) | undefined;
  let active = 1;
  const engine = {
    onNotice: (listener: (notice: EngineNotice) => void) => {
      notify = listener;
      return () => (notify = undefined);
    },
    runs: { active: () => Array.from({ length: active }, () => ({ runId: 'r', sessionKey: 'k', startedAt: 0 })) },
  };
  const stop = returnMemoryWhenIdle({ engine, clock, log });
  // Only the event's type is read.
  const ended = { kind: 'event', event: { type: 'run.ended' } } as unknown as EngineNotice;
  const ballast = Array.from({ length: 60 }, (_, n) => Array.from({ length: 200_000 }, () => n));
  notify?.(ended);
  await clock.advance(2000);
  expect(lines).toEqual([]);
  active = 0;
  notify?.(ended);
  notify?.(ended);
  await clock.advance(2000);
  expect(lines).toEqual(['Returned memory to the system.']);
  expect(ballast).toHaveLength(60);
  expect(clock.pending).toBe(0);
  notify?.(ended);
  stop();
  expect([clock.pending, notify]).toEqual([0, undefined]);
});

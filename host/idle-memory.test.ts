import { expect, it } from 'vitest';
import type { EngineNotice } from '#core/engine/notices.ts';
import { ManualClock } from '#tests/support/core/manual-clock.ts';
import { returnMemoryWhenIdle } from './idle-memory.ts';

it('gives memory back once after a busy time, and leaves no timer behind', async () => {
  const clock = new ManualClock();
  const lines: string[] = [];
  const log = { debug: (text: string) => lines.push(text), info() {}, warn() {}, error() {}, part: () => log };
  let tell: ((notice: EngineNotice) => void) | undefined;
  let active = 1;
  const engine = {
    onNotice: (listener: (notice: EngineNotice) => void) => {
      tell = listener;
      return () => (tell = undefined);
    },
    runs: { active: () => Array.from({ length: active }, () => ({ runId: 'r', sessionKey: 'k', startedAt: 0 })) },
  };
  const stop = returnMemoryWhenIdle({ engine, clock, log });
  // Only the type of the event is looked at.
  const ended = { kind: 'event', event: { type: 'run.ended' } } as unknown as EngineNotice;
  const ballast = Array.from({ length: 60 }, (_, n) => Array.from({ length: 200_000 }, () => n));
  tell?.(ended);
  await clock.advance(2000);
  expect(lines).toEqual([]);
  active = 0;
  tell?.(ended);
  tell?.(ended);
  await clock.advance(2000);
  expect(lines).toEqual(['memory given back']);
  expect(ballast).toHaveLength(60);
  expect(clock.pending).toBe(0);
  tell?.(ended);
  stop();
  expect([clock.pending, tell]).toEqual([0, undefined]);
});

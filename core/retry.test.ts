import { expect, test } from 'vitest';
import { ManualClock, settle } from '#tests/support/core/manual-clock.ts';
import { retry } from './retry.ts';

function failing(times: number) {
  const clock = new ManualClock();
  const stop = new AbortController();
  const delays: number[] = [];
  let attempts = 0;
  const work = () => {
    attempts += 1;
    return attempts <= times ? Promise.reject(new Error(`failure ${attempts}`)) : Promise.resolve('done');
  };
  const options = {
    clock,
    signal: stop.signal,
    firstDelayMs: 100,
    maxDelayMs: 350,
    onFailure: (_: unknown, delayMs: number) => void delays.push(delayMs),
  };
  return { clock, stop, delays, work, options, attempts: () => attempts };
}

test('retries with delays that double up to the maximum', async () => {
  const { clock, delays, work, options, attempts } = failing(4);
  const result = retry(work, options);
  for (const delay of [100, 200, 350, 350]) {
    const before = attempts();
    await clock.advance(delay - 1);
    expect(attempts()).toBe(Math.max(1, before));
    await clock.advance(1);
  }
  await expect(result).resolves.toBe('done');
  expect(delays).toEqual([100, 200, 350, 350]);
});

test('gives up with the last error when stopped during a delay', async () => {
  const { stop, work, options, attempts } = failing(4);
  const result = retry(work, options);
  const rejected = expect(result).rejects.toThrow('failure 1');
  await settle();
  stop.abort();
  await rejected;
  expect(attempts()).toBe(1);
});

test('gives up when onFailure throws', async () => {
  const { work, options, attempts } = failing(4);
  const onFailure = (error: unknown) => {
    throw error;
  };
  await expect(retry(work, { ...options, onFailure })).rejects.toThrow('failure 1');
  expect(attempts()).toBe(1);
});

// Proves: GW-13
import { expect, it } from 'vitest';
import { DEFAULT_RATES } from '#contract/wire/rates.ts';
import { RateLimits } from './rate-limits.ts';

function make(changes: Partial<typeof DEFAULT_RATES> = {}) {
  const state = { now: 1_000 };
  return {
    state,
    limits: new RateLimits(
      () => state.now,
      () => ({ ...DEFAULT_RATES, ...changes }),
    ),
  };
}

it('rejects requests beyond the limit until the minute is over and returns the time to wait', () => {
  const { state, limits } = make({ write: 2 });
  expect(limits.count('write', 'a', 'x')).toMatchObject({ limit: 2, remaining: 1, retryAfterMs: 0 });
  state.now += 10_000;
  expect(limits.count('write', 'a', 'y')).toMatchObject({ remaining: 0, retryAfterMs: 0, resetMs: 50_000 });
  expect(limits.count('write', 'a', 'x')).toMatchObject({ retryAfterMs: 50_000 });
  state.now += 50_000;
  expect(limits.count('write', 'a', 'x')).toMatchObject({ retryAfterMs: 0, remaining: 1 });
  expect(limits.rows().find(({ name }) => name === 'write')).toEqual({ name: 'write', perMinute: 2, refused: 1 });
});

it('counts callers, classes, and control-plane methods separately', () => {
  const { limits } = make({ write: 1, controlPlane: 1 });
  limits.count('write', 'a', 'x');
  expect(limits.count('write', 'b', 'x').retryAfterMs).toBe(0);
  expect(limits.count('read', 'a', 'x').retryAfterMs).toBe(0);
  limits.count('controlPlane', 'a', 'config.patch');
  expect(limits.count('controlPlane', 'a', 'cron.add').retryAfterMs).toBe(0);
  expect(limits.count('controlPlane', 'a', 'config.patch').retryAfterMs).toBeGreaterThan(0);
});

it('tracks a limited number of callers', () => {
  const { limits } = make({ write: 1 });
  limits.count('write', 'first', 'x');
  for (let index = 0; index < 20_000; index += 1) limits.count('write', `caller ${index}`, 'x');
  expect(limits.count('write', 'first', 'x').retryAfterMs, 'forgotten').toBe(0);
});

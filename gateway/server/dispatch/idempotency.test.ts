// Proves: GW-6
import { describe, expect, it } from 'vitest';
import { IdempotencyCache } from './idempotency.ts';

function make() {
  const state = { now: 0, runs: 0 };
  const cache = new IdempotencyCache(() => state.now);
  const run = async (): Promise<number> => (state.runs += 1);
  return { state, cache, run };
}

describe('idempotency', () => {
  it('runs concurrent repeats once and keeps the response for five minutes', async () => {
    const { state, cache, run } = make();
    expect(await Promise.all([cache.once('m', 'k', true, run), cache.once('m', 'k', true, run)])).toEqual([1, 1]);
    state.now = 5 * 60_000 - 1;
    expect(await cache.once('m', 'k', true, run)).toBe(1);
    state.now = 5 * 60_000 + 1;
    expect(await cache.once('m', 'k', true, run)).toBe(2);
  });

  it('distinguishes methods and keys', async () => {
    const { cache, run } = make();
    await cache.once('m', 'k', true, run);
    expect(await cache.once('n', 'k', true, run)).toBe(2);
    expect(await cache.once('m', 'j', true, run)).toBe(3);
  });

  it('does not keep failures', async () => {
    const { cache, run } = make();
    await expect(cache.once('m', 'k', true, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await cache.once('m', 'k', true, run)).toBe(1);
  });

  it('shares only concurrent calls if the engine answers repeats', async () => {
    const { cache, run } = make();
    expect(await Promise.all([cache.once('m', 'k', false, run), cache.once('m', 'k', false, run)])).toEqual([1, 1]);
    expect(await cache.once('m', 'k', false, run)).toBe(2);
  });

  it('rejects a key that is too long', async () => {
    const { state, cache, run } = make();
    await expect((async () => cache.once('m', 'k'.repeat(513), true, run))()).rejects.toThrow('at /idempotencyKey');
    expect(state.runs).toBe(0);
  });

  it('keeps at most a thousand responses per method', async () => {
    const { cache, run } = make();
    for (let index = 0; index < 1_001; index += 1) await cache.once('m', `k${index}`, true, run);
    await cache.once('m', 'k1000', true, run);
    expect(await cache.once('m', 'k0', true, run)).toBe(1_002);
  });
});

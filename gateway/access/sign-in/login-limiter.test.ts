import { describe, expect, it } from 'vitest';
import { LoginLimiter } from './login-limiter.ts';

describe('the login limiter', () => {
  it('allows two failures, then delays increasingly, then locks for five minutes', () => {
    let now = 0;
    const limiter = new LoginLimiter(() => now);
    const delays = Array.from({ length: 10 }, () => limiter.failed('a'));
    expect(delays).toEqual([0, 0, 250, 500, 1000, 2000, 4000, 5000, 5000, 5000]);
    expect(limiter.lockedFor('a')).toBe(300_000);
    expect(limiter.lockedFor('b')).toBe(0);
    now = 300_001;
    expect(limiter.lockedFor('a')).toBe(0);
  });

  it('forgets failures after a minute and after a success', () => {
    let now = 0;
    const limiter = new LoginLimiter(() => now);
    for (let count = 0; count < 9; count += 1) limiter.failed('a');
    now = 60_001;
    expect(limiter.failed('a')).toBe(0);
    for (let count = 0; count < 8; count += 1) limiter.failed('a');
    limiter.succeeded('a');
    expect(limiter.failed('a')).toBe(0);
    expect(limiter.lockedFor('a')).toBe(0);
  });

  it('tracks a limited number of sources', () => {
    const limiter = new LoginLimiter(() => 0);
    for (let count = 0; count < 10; count += 1) limiter.failed('first');
    for (let count = 0; count < 1_000; count += 1) limiter.failed(`source ${count}`);
    expect(limiter.lockedFor('first')).toBe(0);
  });
});

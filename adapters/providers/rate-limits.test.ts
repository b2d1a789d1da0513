// Proves: US-2
import { describe, expect, it } from 'vitest';
import { expectCpuTimeBelow } from '#tests/support/cpu-time.ts';
import { ManualClock } from '#tests/support/core/manual-clock.ts';
import { RateLimits, readRateLimits } from './rate-limits.ts';

const NOW = Date.parse('2026-11-29T12:00:00Z');
const read = (headers: Readonly<Record<string, string>>) => readRateLimits(new Headers(headers), NOW);

describe('rate limits', () => {
  it('are read from Anthropic headers', () => {
    expect(
      read({
        'anthropic-ratelimit-requests-limit': '1000',
        'anthropic-ratelimit-requests-remaining': '999',
        'anthropic-ratelimit-requests-reset': '2026-11-29T12:00:01Z',
        'anthropic-ratelimit-input-tokens-limit': '80000',
        'anthropic-ratelimit-input-tokens-remaining': '20000',
        'anthropic-ratelimit-input-tokens-reset': '2026-11-29T12:00:45Z',
        'anthropic-ratelimit-output-tokens-limit': '16000',
        'anthropic-ratelimit-output-tokens-remaining': '16000',
        'anthropic-ratelimit-tokens-limit': '96000',
        'anthropic-ratelimit-tokens-remaining': '36000',
      }),
    ).toEqual([
      { label: 'Requests', usedPercent: 0.1, resetAt: NOW + 1000 },
      { label: 'Input tokens', usedPercent: 75, resetAt: NOW + 45_000 },
      { label: 'Output tokens', usedPercent: 0 },
    ]);
  });

  it.each([
    ['6m0s', 360_000],
    ['12ms', 12],
    ['1s', 1000],
    ['1h2m3.5s', 3_723_500],
    ['20', 20_000],
  ])('are read from OpenAI headers, with a reset in %s', (reset, ms) => {
    const headers = {
      'x-ratelimit-limit-tokens': '150000',
      'x-ratelimit-remaining-tokens': '75000',
      'x-ratelimit-reset-tokens': reset,
    };
    expect(read(headers)).toEqual([{ label: 'Tokens', usedPercent: 50, resetAt: NOW + ms }]);
  });

  it.each(['', 'soon', '99999h', '2099-01-01T00:00:00Z'])('have no reset time if the header is %j', (reset) => {
    const headers = {
      'x-ratelimit-limit-requests': '60',
      'x-ratelimit-remaining-requests': '90',
      'x-ratelimit-reset-requests': reset,
    };
    expect(read(headers)).toEqual([{ label: 'Requests', usedPercent: 0 }]);
  });

  it.each<Readonly<Record<string, string>>>([
    {},
    { 'x-ratelimit-limit-requests': '60' },
    { 'x-ratelimit-remaining-requests': '60' },
    { 'x-ratelimit-limit-requests': '0', 'x-ratelimit-remaining-requests': '0' },
    { 'x-ratelimit-limit-requests': '-5', 'x-ratelimit-remaining-requests': '1' },
    { 'x-ratelimit-limit-requests': '1e9', 'x-ratelimit-remaining-requests': '1' },
    { 'x-ratelimit-limit-requests': '9'.repeat(15), 'x-ratelimit-remaining-requests': '1' },
  ])('are unknown with %j', (headers) => {
    expect(read(headers)).toEqual([]);
  });

  it('are read quickly if a reset is absurdly long', () => {
    const headers = { 'x-ratelimit-limit-requests': '60', 'x-ratelimit-remaining-requests': '30' };
    const reset = `${'1'.repeat(15_000)}x`;
    expectCpuTimeBelow(20, () => {
      expect(read({ ...headers, 'x-ratelimit-reset-requests': reset })).toEqual([
        { label: 'Requests', usedPercent: 50 },
      ]);
    });
  });

  it('are unused again after their reset, and kept if a response reports none', async () => {
    const clock = new ManualClock();
    const limits = new RateLimits(clock);
    const observedAt = clock.now();
    limits.observe(
      'openai',
      new Headers({
        'x-ratelimit-limit-requests': '60',
        'x-ratelimit-remaining-requests': '30',
        'x-ratelimit-reset-requests': '2s',
      }),
    );
    limits.observe('openai', new Headers());
    const window = { label: 'Requests', usedPercent: 50, resetAt: observedAt + 2000 };
    expect(limits.find('openai')).toEqual({ observedAt, windows: [window] });
    await clock.advance(2000);
    expect(limits.find('openai')).toEqual({ observedAt, windows: [{ label: 'Requests', usedPercent: 0 }] });
    expect(limits.find('anthropic')).toBeUndefined();
  });
});

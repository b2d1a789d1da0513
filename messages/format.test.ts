import { afterEach, describe, expect, it } from 'vitest';

import { formatAge, formatBytes, formatCompact, formatCost, formatDuration, formatRemaining } from './format.ts';
import { activateLanguage } from './translate.ts';

afterEach(() => activateLanguage('en', ['en-US']));

describe('durations', () => {
  it('omit units that are too small to matter', () => {
    expect([350, 4_200, 22_000, 65_000, 7_380_000, 76 * 3_600_000].map(formatDuration)).toEqual([
      '350ms',
      '4.2s',
      '22s',
      '1m 5s',
      '2h 3m',
      '3d 4h',
    ]);
  });

  it('count down without going below zero', () => {
    expect([-5, 59_000, 245_000, 7_200_000, 3 * 86_400_000].map(formatRemaining)).toEqual([
      '0s',
      '59s',
      '4:05',
      '2h',
      '3d',
    ]);
  });

  it('are shown as a date after two weeks', () => {
    const now = Date.UTC(2026, 10, 29, 12);
    const ages = [10_000, 300_000, 3 * 3_600_000, 2 * 86_400_000].map((ago) => formatAge(now - ago, now));
    expect(ages).toEqual(['now', '5m', '3h', '2d']);
    expect(formatAge(now - 40 * 86_400_000, now)).toBe('Oct 20, 2026');
  });
});

describe('numbers', () => {
  it('are abbreviated', () => {
    expect([950, 12_345, 1_200_000].map(formatCompact)).toEqual(['950', '12.3K', '1.2M']);
    expect([0, 820, 12_300, 4_000_000].map(formatBytes)).toEqual(['0 bytes', '820 bytes', '12.3 kB', '4 MB']);
  });

  it('keep the digits of a small price', () => {
    expect([0, 0.00004, 0.0042, 1.256].map(formatCost)).toEqual(['$0.00', '<$0.0001', '$0.0042', '$1.26']);
  });

  it('follow the locale', async () => {
    await activateLanguage('en', ['en-IN', 'de-DE']);
    expect(formatCost(123_456.5)).toBe('$1,23,456.50');
  });
});

import { describe, expect, it } from 'vitest';
import { durationWords, readHealth } from './health-facts.ts';

describe('health facts', () => {
  it('takes what is there and ignores the rest', () => {
    expect(readHealth({ ok: true, uptimeMs: 5, memoryBytes: 'x' })).toEqual({ uptimeMs: 5, problems: [] });
    expect(readHealth({ problems: ['disk full', { message: 'locked' }, 7] }).problems).toEqual([
      'disk full',
      'locked',
      'a part does not work',
    ]);
  });

  it('writes spans in their two largest units', () => {
    expect([10_000, 12 * 60_000, 125 * 60_000, 76 * 3_600_000].map(durationWords)).toEqual([
      'less than a minute',
      '12 min',
      '2 h 5 min',
      '3 d 4 h',
    ]);
  });
});

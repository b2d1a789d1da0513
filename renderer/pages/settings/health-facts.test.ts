import { describe, expect, it } from 'vitest';
import { readHealth } from './health-facts.ts';

describe('health facts', () => {
  it('reads the known fields and ignores the rest', () => {
    expect(readHealth({ ok: true, uptimeMs: 5, memoryBytes: 'x' })).toEqual({ uptimeMs: 5, problems: [] });
    expect(readHealth({ problems: ['disk full', { message: 'locked' }, 7] }).problems).toEqual([
      'disk full',
      'locked',
      'Unknown problem',
    ]);
  });
});

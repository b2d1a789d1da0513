import { describe, expect, it } from 'vitest';

import { EXIT } from '../output/exit-codes.ts';
import { findOne } from './find.ts';

const rows = [
  { id: 'abc', name: 'nightly' },
  { id: 'abd', name: 'weekly' },
  { id: 'ab', name: 'hourly' },
];

function find(typed: string): { readonly id: string } {
  return findOne(typed, {
    noun: 'schedule',
    rows,
    id: ({ id }) => id,
    name: ({ name }) => name,
    listCommand: 'gatehouse cron list',
  });
}

describe('findOne', () => {
  it('finds a row by name, by id prefix, and by exact id even if other ids start with it', () => {
    expect(find('weekly').id).toBe('abd');
    expect(find('abc').id).toBe('abc');
    expect(find('ab').id).toBe('ab');
  });

  it('rejects an ambiguous prefix and lists the matches', () => {
    expect(() => find('a')).toThrow('schedule "a" is ambiguous; it matches abc, abd, ab');
  });

  it('rejects an unknown name, and an empty one, with the command that lists the rows', () => {
    for (const typed of ['daily', ''])
      expect(() => find(typed)).toThrow(
        expect.objectContaining({
          exitCode: EXIT.failed,
          message: `schedule "${typed}" not found`,
          hint: 'Run "gatehouse cron list" to see all schedules.',
        }),
      );
  });
});

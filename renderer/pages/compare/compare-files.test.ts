// Proves: PP-4
import { describe, expect, it } from 'vitest';
import type { ChangedFile, ChangeHunk } from '#contract/types/changes.ts';
import { compareFiles, countSharing } from './compare-files.ts';

const file = (path: string, version: string): ChangedFile => ({
  path,
  version,
  status: 'modified',
  additions: 1,
  deletions: 0,
});

const part = (oldStart: number, ...newLines: readonly string[]): ChangeHunk => ({
  id: `${oldStart}`,
  kind: 'lines',
  oldStart,
  oldLines: [],
  newStart: oldStart,
  newLines,
});

describe('files of several results', () => {
  it('are listed once, those with differences first', () => {
    const compared = compareFiles([
      [file('a.txt', '1'), file('b.txt', '1'), file('c.txt', '1')],
      [file('a.txt', '1'), file('b.txt', '2')],
    ]);
    expect(compared.map(({ path, kind }) => [path, kind])).toEqual([
      ['b.txt', 'all'],
      ['c.txt', 'some'],
      ['a.txt', 'identical'],
    ]);
    expect(compared[1]?.changes.map((change) => change?.path)).toEqual(['c.txt', undefined]);
  });

  it('have parts that are shared only if place and lines are equal', () => {
    const versions = [[part(1, 'x\n')], [part(1, 'x\n'), part(5, 'y\n')], [part(2, 'x\n')]];
    expect(countSharing(part(1, 'x\n'), versions)).toBe(2);
    expect(countSharing(part(5, 'y\n'), versions)).toBe(1);
    expect(countSharing(part(5, 'z\n'), versions)).toBe(0);
  });
});

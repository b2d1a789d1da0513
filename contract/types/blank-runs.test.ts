import { expect, test } from 'vitest';
import { splitBlankRuns } from './blank-runs.ts';

test('keeps text with ordinary blank lines and spaces', () => {
  const text = `a\n\n\nb${' '.repeat(79)}c\n`;
  expect(splitBlankRuns(text)).toEqual([{ kind: 'text', text }]);
  expect(splitBlankRuns('')).toEqual([]);
});

test('counts blank lines, also with spaces in them', () => {
  expect(splitBlankRuns(`echo hi${'\n'.repeat(60)}rm -rf x`)).toEqual([
    { kind: 'text', text: 'echo hi\n' },
    { kind: 'lines', count: 59 },
    { kind: 'text', text: '\n' },
    { kind: 'text', text: 'rm -rf x' },
  ]);
  expect(splitBlankRuns(`a\n${' \t\n'.repeat(3)} b`)).toContainEqual({ kind: 'lines', count: 3 });
});

test('counts spaces of every kind', () => {
  for (const space of [' ', '\t', '\u00a0', '\u3000'])
    expect(splitBlankRuns(`a${space.repeat(300)}b`)).toContainEqual({ kind: 'spaces', count: 300 });
});

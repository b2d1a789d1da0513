import { describe, expect, it } from 'vitest';
import { isControlPath, splitPath } from './workspace-path.ts';

describe('a workspace path', () => {
  it.each([
    ['', []],
    ['.', []],
    ['a', ['a']],
    ['./a//b/', ['a', 'b']],
    ['a/../b', ['b']],
    ['/w', []],
    ['/w/a', ['a']],
    ['/w/../w/a', ['a']],
    ['...', ['...']],
    ['~', ['~']],
  ])('%j is %j', (asked, parts) => {
    expect(splitPath(asked, ['/w'], '/')).toEqual(parts);
  });

  it.each([
    '..\\x',
    'a\\..\\..\\x',
    'C:\\other',
    'D:x',
    '\\\\server\\share',
    'file:stream',
    'NUL',
    'con.txt',
    'a\\LPT1',
    'trailing.',
    'trailing ',
    '\\\\?\\C:\\other',
    '\\other',
  ])('on Windows %j is outside', (asked) => {
    expect(() => splitPath(asked, ['C:\\w'], '\\')).toThrow(expect.objectContaining({ code: 'outside-workspace' }));
  });

  it('accepts both separators and the root on Windows', () => {
    expect(splitPath('C:\\w\\a/b', ['C:\\w'], '\\')).toEqual(['a', 'b']);
  });

  it('detects git’s folder in all spellings', () => {
    for (const name of ['.git', '.GIT', '.gIt', 'GIT~1', '.g\u200cit']) expect(isControlPath(['a', name])).toBe(true);
    for (const name of ['.gitignore', 'git', '.github']) expect(isControlPath([name])).toBe(false);
  });
});

import { expect, it } from 'vitest';
import { pathOfCode, pathOfInfo } from './code-path.ts';

it('reads the path from the line of a fence', () => {
  for (const info of [
    'ts src/a.ts',
    'ts:src/a.ts',
    'src/a.ts',
    'ts title="src/a.ts"',
    "js filename='src/a.ts' {1,3}",
    ' ts ./src/a.ts',
  ])
    expect(pathOfInfo(info), info).toBe('src/a.ts');
});

it('ignores languages, options, and paths outside of the folder', () => {
  for (const info of [
    '',
    'ts',
    'c++',
    'ts {1,3}',
    'ts ../a.ts',
    'ts /etc/a.conf',
    'ts title="a/../../b.ts"',
    'sh C:\\a.bat',
  ])
    expect(pathOfInfo(info), info).toBeUndefined();
});

it('reads the path from a comment in the first line only', () => {
  for (const code of ['// src/a.ts\nx', '# src/a.ts', '<!-- src/a.ts -->\n<p>', '/* src/a.ts */', '// file: src/a.ts'])
    expect(pathOfCode(code), code).toBe('src/a.ts');
  for (const code of ['x\n// src/a.ts', '// see src/a.ts', '#!/bin/sh', '// TODO', '#include <a.h>'])
    expect(pathOfCode(code), code).toBeUndefined();
});

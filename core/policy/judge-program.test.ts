// Which programs are called plain reads: requests for the same one can be allowed together.
import { expect, it } from 'vitest';
import { lineFacts } from '#tests/support/core/line-facts.ts';
import type { ProgramFacts } from './line-facts.ts';
import { isPlainRead } from './judge-program.ts';

const isRead = (more: Partial<ProgramFacts>): readonly boolean[] =>
  lineFacts('cat notes.txt', more).programs.map((facts) => isPlainRead(facts, ['/work', '/real/work']));

it.each<[string, Partial<ProgramFacts>, boolean]>([
  ['in the workspace', {}, true],
  ['in a folder that is not in the workspace', { folderProblem: 'the folder is outside the workspace' }, false],
  ['of something else than a plain file', { readProblem: 'it is a link' }, false],
  ['by a file of the workspace with the name of a program', { resolvedPath: '/real/work/bin/cat' }, false],
])('a read %s', (_name, more, expected) => {
  expect(isRead(more)).toEqual([expected]);
});

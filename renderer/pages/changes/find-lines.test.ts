import { expect, it } from 'vitest';
import type { ChangedFile, ChangedFileDetail, ChangesList } from '#contract/types/changes.ts';
import { listLines } from './find-lines.ts';

const FILE: ChangedFile = { path: 'a.txt', status: 'modified', additions: 1, deletions: 1, version: 'v' };
const LINES = Array.from({ length: 20 }, (_, at) => `line ${at + 1}\n`);
const DETAIL: ChangedFileDetail = {
  ...FILE,
  editable: true,
  lines: LINES,
  hunks: [{ id: 'h', kind: 'lines', oldStart: 10, oldLines: ['old\n'], newStart: 10, newLines: ['line 10\n'] }],
};
const LIST: ChangesList = {
  sessionKey: 's',
  scope: 'session',
  canDecide: true,
  files: [FILE, { ...FILE, path: 'b.txt' }],
  additions: 1,
  deletions: 1,
  truncated: false,
  notes: [],
  runs: [],
  operations: [],
};
const VIEW = { layout: 'unified', wraps: false, hidesWhitespace: false, isFocused: false } as const;

function rows(expanded: ReadonlyMap<string, ReadonlySet<number>>): readonly string[] {
  const lines = listLines({ list: LIST, details: new Map([['a.txt', DETAIL]]), expanded, view: VIEW });
  return lines.map(({ path, row, text }) => `${path} ${row} ${text}`);
}

it('lists the names of all files, and the lines that are shown once a file is open', () => {
  expect(rows(new Map())).toEqual([
    'a.txt name a.txt',
    ...[7, 8, 9].map((line) => `a.txt new:${line} line ${line}`),
    'a.txt old:10 old',
    ...[10, 11, 12, 13].map((line) => `a.txt new:${line} line ${line}`),
    'b.txt name b.txt',
  ]);
});

it('lists unchanged lines once their gap is expanded', () => {
  expect(rows(new Map([['a.txt', new Set([1])]]))).toContain('a.txt new:2 line 2');
});

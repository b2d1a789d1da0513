import { expect, it } from 'vitest';
import type { ChangedFileDetail, ChangeHunk } from '#contract/types/changes.ts';
import { isWhitespaceOnly, toBlocks } from './diff-rows.ts';

const NONE = { hidesWhitespace: false, expanded: new Set<number>() };
const part = (oldStart: number, oldLines: string[], newStart: number, newLines: string[]): ChangeHunk => ({
  id: `${oldStart}`,
  kind: 'lines',
  oldStart,
  oldLines,
  newStart,
  newLines,
});
const lines = Array.from({ length: 20 }, (_, index) => `line ${index + 1}\n`);
const file = (hunks: ChangeHunk[]): ChangedFileDetail => ({
  path: 'a',
  status: 'modified',
  additions: 1,
  deletions: 1,
  version: 'v',
  hunks,
  lines,
  editable: true,
});

it('shows three lines around each part, and hides the rest', () => {
  const blocks = toBlocks(file([part(10, ['old\n', 'more\n'], 10, ['line 10\n'])]), NONE);
  expect(blocks.map((block) => (block.kind === 'gap' ? `gap ${block.from} ${block.count}` : block.kind))).toEqual([
    'gap 1 6',
    'context',
    'part',
    'context',
    'gap 14 7',
  ]);
  const [, before, , after] = blocks;
  expect(before?.kind === 'context' && before.lines.map(({ newNumber, oldNumber }) => [oldNumber, newNumber])).toEqual([
    [7, 7],
    [8, 8],
    [9, 9],
  ]);
  expect(after?.kind === 'context' && after.lines[0]).toMatchObject({ newNumber: 11, oldNumber: 12 });
});

it('shows a gap once it is expanded', () => {
  const blocks = toBlocks(file([part(10, ['old\n'], 10, ['line 10\n'])]), { ...NONE, expanded: new Set([1]) });
  expect(blocks[0]).toMatchObject({ kind: 'context', lines: { length: 9 } });
});

it('marks the words that differ, and a missing line ending', () => {
  const [, , block] = toBlocks(file([part(10, ['const a = 1;\n'], 10, ['const a = 2;'])]), NONE);
  expect(block?.kind === 'part' && block.added[0]).toMatchObject({
    isUnended: true,
    spans: [{ text: 'const a = ', mark: false }, { text: '2', mark: true }, { text: ';' }],
  });
});

it('hides parts that differ only in whitespace', () => {
  const change = part(2, ['a b\r\n'], 2, ['  a  b\n']);
  expect(isWhitespaceOnly(change)).toBe(true);
  expect(toBlocks(file([change]), { ...NONE, hidesWhitespace: true }).some(({ kind }) => kind === 'part')).toBe(false);
});

it('shows the gap with the line that a link names', () => {
  const changed = file([part(10, ['old\n'], 10, ['line 10\n'])]);
  const countGaps = (shownLine: number) =>
    toBlocks(changed, { ...NONE, shownLine }).filter(({ kind }) => kind === 'gap').length;
  expect([countGaps(2), countGaps(10), countGaps(20)]).toEqual([1, 2, 1]);
});

it('shows a change of the mode before the lines, and no lines if it is the only change', () => {
  const mode: ChangeHunk = { id: 'm', kind: 'mode', oldStart: 0, oldLines: [], newStart: 0, newLines: [] };
  const listKinds = (hunks: ChangeHunk[]) => toBlocks(file(hunks), NONE).map(({ kind }) => kind);
  expect(listKinds([mode])).toEqual(['part']);
  const both = toBlocks(file([mode, part(2, ['old\n'], 2, ['line 2\n'])]), NONE);
  expect(both.map(({ kind }) => kind)).toEqual(['part', 'context', 'part', 'context', 'gap']);
  expect(both[1]?.kind === 'context' && both[1].lines.map(({ newNumber }) => newNumber)).toEqual([1]);
});

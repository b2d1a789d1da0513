// Parses a unified diff into lines to show, and marks the words that changed within a line.
import { markWords, type DiffSpan } from '#contract/types/unified-diff.ts';

/** One line of a hunk. */
export interface DiffLine {
  readonly kind: 'context' | 'add' | 'remove';
  readonly oldNumber?: number;
  readonly newNumber?: number;
  readonly spans: readonly DiffSpan[];
}

/** Consecutive lines. `skipped` counts the unchanged lines since the previous hunk. */
export interface DiffHunk {
  readonly heading: string;
  readonly skipped: number;
  readonly lines: readonly DiffLine[];
}

/** One file of a diff. `path` is empty if the text has no file header. */
export interface DiffFile {
  readonly path: string;
  readonly hunks: readonly DiffHunk[];
  readonly additions: number;
  readonly deletions: number;
  readonly binary: boolean;
}

interface OpenHunk {
  heading: string;
  skipped: number;
  lines: DiffLine[];
  oldNext: number;
  newNext: number;
  /** Lines still to come according to the heading: within a hunk, `--- a` is a removed line, not a file header. */
  oldLeft: number;
  newLeft: number;
}

interface OpenFile {
  path: string;
  hunks: OpenHunk[];
  binary: boolean;
  oldEnd: number;
}

const HUNK = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@ ?(.*)$/;

/** Parses a unified diff of any number of files; any other text has no files. */
export function parseUnifiedDiff(text: string): readonly DiffFile[] {
  const files: OpenFile[] = [];
  for (const line of text.split('\n')) readLine(files, line);
  return files.map(closeFile).filter((file) => file.hunks.length > 0 || file.binary);
}

function readLine(files: OpenFile[], line: string): void {
  const hunk = files.at(-1)?.hunks.at(-1);
  if (hunk !== undefined && (hunk.oldLeft > 0 || hunk.newLeft > 0) && readBody(hunk, line)) return;
  if (line.startsWith('\\')) return;
  const heading = HUNK.exec(line);
  if (heading) startHunk(files, heading);
  else readHeader(files, line);
}

function readHeader(files: OpenFile[], line: string): void {
  if (line.startsWith('diff --git ')) files.push(emptyFile(/ b\/(.+)$/.exec(line)?.[1] ?? ''));
  else if (line.startsWith('Index: ')) files.push(emptyFile(line.slice(7).trim()));
  else if (line.startsWith('--- ')) {
    const last = files.at(-1);
    if (last === undefined || last.hunks.length > 0) files.push(emptyFile(headerPath(line)));
    else last.path = headerPath(line);
  } else if (line.startsWith('+++ ')) {
    const path = headerPath(line);
    const last = files.at(-1);
    if (last !== undefined && path !== '') last.path = path;
  } else if (line.startsWith('Binary files ') || line === 'GIT binary patch') {
    const last = files.at(-1);
    if (last !== undefined) last.binary = true;
  }
}

function headerPath(line: string): string {
  const path = line.slice(4).split('\t')[0]?.trim() ?? '';
  if (path === '/dev/null') return '';
  return path.replace(/^[ab]\//, '');
}

function emptyFile(path: string): OpenFile {
  return { path, hunks: [], binary: false, oldEnd: 1 };
}

function startHunk(files: OpenFile[], heading: RegExpExecArray): void {
  const file = files.at(-1) ?? emptyFile('');
  if (files.length === 0) files.push(file);
  const oldStart = Number(heading[1]);
  const oldCount = heading[2] === undefined ? 1 : Number(heading[2]);
  const newStart = Number(heading[3]);
  const newCount = heading[4] === undefined ? 1 : Number(heading[4]);
  file.hunks.push({
    heading: heading[5] ?? '',
    skipped: Math.max(0, oldStart - file.oldEnd),
    lines: [],
    oldNext: oldStart,
    newNext: newStart,
    oldLeft: oldCount,
    newLeft: newCount,
  });
  file.oldEnd = oldStart + oldCount;
}

function readBody(hunk: OpenHunk, line: string): boolean {
  const spans = [{ text: line.slice(1), mark: false }];
  const sign = line[0] ?? ' ';
  if (sign === '+' && hunk.newLeft > 0) {
    hunk.newLeft -= 1;
    hunk.lines.push({ kind: 'add', newNumber: hunk.newNext++, spans });
  } else if (sign === '-' && hunk.oldLeft > 0) {
    hunk.oldLeft -= 1;
    hunk.lines.push({ kind: 'remove', oldNumber: hunk.oldNext++, spans });
  } else if (sign === ' ') {
    hunk.oldLeft -= 1;
    hunk.newLeft -= 1;
    hunk.lines.push({ kind: 'context', oldNumber: hunk.oldNext++, newNumber: hunk.newNext++, spans });
  } else return false;
  return true;
}

function closeFile(file: OpenFile): DiffFile {
  const hunks = file.hunks.map((hunk) => ({
    heading: hunk.heading,
    skipped: hunk.skipped,
    lines: markChanges(hunk.lines),
  }));
  const lines = hunks.flatMap((hunk) => hunk.lines);
  return {
    path: file.path,
    hunks,
    binary: file.binary,
    additions: lines.filter((line) => line.kind === 'add').length,
    deletions: lines.filter((line) => line.kind === 'remove').length,
  };
}

/** Marks the changed words where lines were replaced by the same number of lines. */
function markChanges(lines: readonly DiffLine[]): readonly DiffLine[] {
  const marked = [...lines];
  let at = 0;
  while (at < marked.length) {
    const removed = countKind(marked, at, 'remove');
    const added = countKind(marked, at + removed, 'add');
    if (removed > 0 && removed === added) markPairs(marked, at, removed);
    at += Math.max(1, removed + added);
  }
  return marked;
}

function countKind(lines: readonly DiffLine[], from: number, kind: DiffLine['kind']): number {
  let count = 0;
  while (lines[from + count]?.kind === kind) count += 1;
  return count;
}

function markPairs(lines: DiffLine[], at: number, count: number): void {
  for (let index = 0; index < count; index++) {
    const before = lines[at + index];
    const after = lines[at + count + index];
    if (before === undefined || after === undefined) continue;
    const pair = markWords(plainText(before), plainText(after));
    if (pair === undefined) continue;
    lines[at + index] = { ...before, spans: pair.before };
    lines[at + count + index] = { ...after, spans: pair.after };
  }
}

/** The text of a line, without marks. */
export function plainText(line: DiffLine): string {
  return line.spans.map((span) => span.text).join('');
}

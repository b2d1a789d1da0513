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

interface OpenFile {
  path: string;
  readonly hunks: DiffHunk[];
  binary: boolean;
  /** The first line of the old file after the last hunk. */
  oldEnd: number;
}

const HUNK = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@ ?(.*)$/;
const HEADER = /^(?:diff --git |Index: |--- |\+\+\+ |Binary files |GIT binary patch$)/;

/** Parses a unified diff of any number of files; any other text has no files. */
export function parseUnifiedDiff(text: string): readonly DiffFile[] {
  const lines = text.split('\n');
  const files: OpenFile[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const heading = HUNK.exec(line);
    if (heading === null) {
      readHeader(files, line);
      continue;
    }
    if (files.length === 0) files.push(emptyFile(''));
    at = readHunk(files.at(-1) ?? emptyFile(''), heading, lines, at + 1) - 1;
  }
  return files.filter((file) => file.hunks.length > 0 || file.binary).map(closeFile);
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

/** Reads as many lines as the heading announces, from `lines[at]` on; returns the index of the first line after them. */
function readHunk(file: OpenFile, heading: RegExpExecArray, lines: readonly string[], at: number): number {
  const [, oldStart, oldCount = '1', newStart, newCount = '1', title = ''] = heading;
  let oldNext = Number(oldStart);
  let newNext = Number(newStart);
  const skipped = Math.max(0, oldNext - file.oldEnd);
  const oldEnd = oldNext + Number(oldCount);
  const newEnd = newNext + Number(newCount);
  const body: DiffLine[] = [];
  let end = at;
  for (; end < lines.length && (oldNext < oldEnd || newNext < newEnd); end += 1) {
    const line = lines[end] ?? '';
    const sign = line[0] ?? ' ';
    const spans = [{ text: line.slice(1), mark: false }];
    // Within a hunk, `--- a` is a removed line, not a file header.
    if (sign === '+' && newNext < newEnd) body.push({ kind: 'add', newNumber: newNext++, spans });
    else if (sign === '-' && oldNext < oldEnd) body.push({ kind: 'remove', oldNumber: oldNext++, spans });
    else if (sign === ' ') body.push({ kind: 'context', oldNumber: oldNext++, newNumber: newNext++, spans });
    else if (HUNK.test(line) || HEADER.test(line)) break;
  }
  file.hunks.push({ heading: title, skipped, lines: markChanges(body) });
  file.oldEnd = oldEnd;
  return end;
}

function closeFile({ path, hunks, binary }: OpenFile): DiffFile {
  const lines = hunks.flatMap((hunk) => hunk.lines);
  const count = (kind: DiffLine['kind']) => lines.filter((line) => line.kind === kind).length;
  return { path, hunks, binary, additions: count('add'), deletions: count('remove') };
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

// What the agent is told about a decision with the next message, as text.
import type { OperationRecord } from '../ports/changes-store.ts';
import { decodeText } from './byte-text.ts';
import { diffLines, splitLines } from './line-diff.ts';
import type { FileSide } from './file-parts.ts';
import type { Decision } from './decisions.ts';

/** Longest excerpt of one file, and longest report of a decision, characters. */
const MAX_EXCERPT = 2_000;
const MAX_REPORT = 8_000;
const MAX_ALL = 16_000;
const MAX_PATHS = 50;

/** A file in a report: its version before the decision and after it. */
export interface ReportedFile {
  readonly path: string;
  readonly from: FileSide;
  readonly to: FileSide;
}

const TITLES: Readonly<Record<Decision['kind'], string>> = {
  accept: 'The user accepted your changes in',
  reject: 'The user rejected and reverted your changes in',
  edit: 'The user edited your changes in',
};

/** Describes a decision. Of a rejection or an edit, it contains the lines that changed. */
export function describeDecision(
  kind: Decision['kind'],
  paths: readonly string[],
  files: readonly ReportedFile[],
): string {
  const title = `${TITLES[kind]} ${listPaths(paths)}.`;
  const excerpts = files.map(describeFile).filter((text) => text !== '');
  return truncate([title, ...excerpts].join('\n\n'), MAX_REPORT);
}

/** Describes a rewind of files. */
export function describeRewind(paths: readonly string[]): string {
  return `The user restored earlier versions of ${listPaths(paths)}. Read these files again before you change them.`;
}

/** Describes an undone decision. */
export function describeUndo(undone: OperationRecord, paths: readonly string[]): string {
  const names: Readonly<Record<OperationRecord['kind'], string>> = {
    accept: 'acceptance',
    reject: 'rejection',
    edit: 'edit',
    rewind: 'rewind',
    undo: 'undo',
  };
  return `The user undid an earlier ${names[undone.kind]} of changes in ${listPaths(paths)}. Read these files again before you change them.`;
}

/** Joins the reports of several operations. */
export function joinReports(operations: readonly OperationRecord[]): string {
  const reports = operations.flatMap(({ report }) => report ?? []);
  return truncate(['The user reviewed your changes to files.', ...reports].join('\n\n'), MAX_ALL);
}

function listPaths(paths: readonly string[]): string {
  const shown = paths.slice(0, MAX_PATHS).map((path) => JSON.stringify(path));
  const rest = paths.length - shown.length;
  return rest === 0 ? shown.join(', ') : `${shown.join(', ')}, and ${rest} more`;
}

function describeFile({ path, from, to }: ReportedFile): string {
  if (from === undefined || to === undefined || from.mode === '120000') return '';
  const [before, after] = [splitLines(from.text), splitLines(to.text)];
  const hunks = diffLines(before, after).map(({ beforeStart, beforeEnd, afterStart, afterEnd }) => {
    const removed = before.slice(beforeStart, beforeEnd).map((line) => toLine('-', line));
    const added = after.slice(afterStart, afterEnd).map((line) => toLine('+', line));
    return [`@@ line ${afterStart + 1} @@`, ...removed, ...added].join('\n');
  });
  if (hunks.length === 0) return '';
  return `${JSON.stringify(path)}:\n${truncate(hunks.join('\n'), MAX_EXCERPT)}`;
}

function toLine(sign: string, line: string): string {
  return `${sign}${decodeText(line).replace(/\r?\n$/, '')}`;
}

function truncate(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit)}\n(truncated)`;
}

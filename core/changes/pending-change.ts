// A change of a file to show and to decide on, from the state of a session or from a run.
import type { ChangedFile, ChangedFileDetail, ChangeHunk } from '#contract/types/changes.ts';
import { defined } from '#contract/types/defined.ts';
import type { FileState, WaitingFile } from '../ports/changes-store.ts';
import { decodeText, isUtf8 } from './byte-text.ts';
import { hashContent } from './content-hash.ts';
import { compareSides, hasLines, isLink, type FileSide, type SidesComparison } from './file-parts.ts';
import { isGenerated } from './generated-files.ts';

/** More changed lines are shown on demand. */
const LARGE_LINES = 2_000;
/** Longest line that is shown in full, characters. */
const MAX_LINE = 5_000;

/** A changed file with its two versions. */
export type PendingChange = Pick<
  FileState,
  'path' | 'oldPath' | 'before' | 'after' | 'additions' | 'deletions' | 'binary'
>;

/** Marks of a person on a file. */
export interface FileMarks {
  /** Versions that were viewed, by path. */
  readonly viewed: ReadonlyMap<string, string>;
  /** Decisions that wait. */
  readonly waiting: readonly WaitingFile[];
}

/** Names the two versions of a change. */
function toChangeVersion({ oldPath = '', before, after }: PendingChange): string {
  return hashContent([oldPath, before?.mode, before?.id, after?.mode, after?.id].join(' '));
}

/** A changed file in a list. */
export function toChangedFile(change: PendingChange, marks: FileMarks): ChangedFile {
  const { path, oldPath, additions, deletions, binary } = change;
  const version = toChangeVersion(change);
  const isWaiting = marks.waiting.some((file) => file.path === path && toWaitingVersion(file) === version);
  return {
    path,
    status: toStatus(change),
    additions,
    deletions,
    version,
    ...defined({ oldPath, binary }),
    ...(isGenerated(path) ? { generated: true } : {}),
    ...(additions + deletions > LARGE_LINES ? { large: true } : {}),
    ...(marks.viewed.get(path) === version ? { viewed: true } : {}),
    ...(isWaiting ? { waiting: true } : {}),
  };
}

function toWaitingVersion(file: WaitingFile): string {
  return toChangeVersion({ ...file, additions: 0, deletions: 0 });
}

function toStatus({ before, after, oldPath }: PendingChange): ChangedFile['status'] {
  if (oldPath !== undefined) return 'renamed';
  if (before === undefined) return 'added';
  return after === undefined ? 'deleted' : 'modified';
}

/** A changed file with its parts. `full`: also those of a large file. */
export function toDetail(
  change: PendingChange,
  sides: readonly [FileSide, FileSide],
  marks: FileMarks,
  full: boolean,
): ChangedFileDetail {
  const file = toChangedFile(change, marks);
  const [before, after] = sides;
  const shown = after ?? before;
  const isText = hasLines(before, after) && !isLink(shown);
  const isShown = file.large !== true || full;
  const waiting = marks.waiting.filter((one) => one.path === change.path && toWaitingVersion(one) === file.version);
  const compared = compareSides(before, after);
  const isWaiting = (id: string): boolean => waiting.some(({ hunks }) => hunks === undefined || hunks.includes(id));
  return {
    ...file,
    hunks: isShown ? toHunks(compared, { before: toTarget(before), after: toTarget(after) }, isWaiting) : [],
    ...(isText && isShown && shown !== undefined
      ? { lines: (after === undefined ? compared.before : compared.after).map(toShownLine) }
      : {}),
    editable: isText && [before, after].every((side) => side === undefined || isUtf8(side.text)),
    ...defined({
      oldMode: before?.mode,
      newMode: after?.mode,
      oldSize: before?.text.length,
      newSize: after?.text.length,
    }),
  };
}

function toHunks(
  { before, after, parts }: SidesComparison,
  links: Pick<SidesComparison, 'before' | 'after'>,
  isWaiting: (id: string) => boolean,
): readonly ChangeHunk[] {
  return parts.map((part) => {
    const mark = isWaiting(part.id) ? { waiting: true } : {};
    if (part.kind !== 'lines') {
      const lines = { oldLines: links.before, newLines: links.after };
      return { id: part.id, kind: part.kind, oldStart: 0, newStart: 0, ...lines, ...mark };
    }
    const { beforeStart, beforeEnd, afterStart, afterEnd } = part.edit;
    return {
      id: part.id,
      kind: part.kind,
      oldStart: beforeStart + 1,
      oldLines: before.slice(beforeStart, beforeEnd).map(toShownLine),
      newStart: afterStart + 1,
      newLines: after.slice(afterStart, afterEnd).map(toShownLine),
      ...mark,
    };
  });
}

/** The target of a link, as its only line. */
function toTarget(side: FileSide): readonly string[] {
  return side !== undefined && isLink(side) ? [toShownLine(side.text)] : [];
}

/** A line with its ending, which can be the only difference. */
function toShownLine(line: string): string {
  if (line.length <= MAX_LINE) return decodeText(line);
  return `${decodeText(line.slice(0, MAX_LINE))}…${line.endsWith('\n') ? '\n' : ''}`;
}

// Which files the entries of a dispatch changed, and where they differ.
import type { ChangedFile, ChangeHunk } from '#contract/types/changes.ts';

/** A file that at least one entry changed. `changes` has a place for each entry. */
export interface ComparedFile {
  readonly path: string;
  readonly changes: readonly (ChangedFile | undefined)[];
  /** `identical`: all made the same change. `all`: all changed it differently. `some`: only some did. */
  readonly kind: 'identical' | 'all' | 'some';
}

/** The changed files of all entries, those with differences first. */
export function compareFiles(lists: readonly (readonly ChangedFile[])[]): readonly ComparedFile[] {
  const paths = [...new Set(lists.flatMap((files) => files.map(({ path }) => path)))].toSorted();
  const byPath = lists.map((files) => new Map(files.map((file) => [file.path, file])));
  const compared = paths.map((path): ComparedFile => {
    const changes = byPath.map((files) => files.get(path));
    return { path, changes, kind: findKind(changes) };
  });
  return [
    ...compared.filter(({ kind }) => kind !== 'identical'),
    ...compared.filter(({ kind }) => kind === 'identical'),
  ];
}

function findKind(changes: readonly (ChangedFile | undefined)[]): ComparedFile['kind'] {
  if (changes.includes(undefined)) return 'some';
  return new Set(changes.map((file) => file?.version)).size === 1 ? 'identical' : 'all';
}

/** How many of the versions of a file contain this part. Its ID depends only on its content. */
export function countSharing(part: ChangeHunk, versions: readonly (readonly ChangeHunk[])[]): number {
  return versions.filter((parts) => parts.some((one) => isSamePart(one, part))).length;
}

function isSamePart(a: ChangeHunk, b: ChangeHunk): boolean {
  return (
    a.kind === b.kind && a.oldStart === b.oldStart && isEqual(a.oldLines, b.oldLines) && isEqual(a.newLines, b.newLines)
  );
}

function isEqual(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((line, at) => line === b[at]);
}

// Keeps, for each file, what of a session's changes nobody has decided on: the version without them, and the one with them.
import { defined } from '#contract/types/defined.ts';
import type { FileState } from '../ports/changes-store.ts';
import type { FileVersion, TreeChange } from '../ports/snapshots.ts';
import { hasLines, isLink, rebaseSide, type FileSide } from './file-parts.ts';
import { findEdits } from './known-edits.ts';

/** Reads and stores the content of versions. */
export interface VersionContents {
  /** The sides of versions, in order. */
  load(versions: readonly (FileVersion | undefined)[]): Promise<readonly FileSide[]>;
  save(side: FileSide): Promise<FileVersion | undefined>;
}

/** Whose states they are. */
export interface StateOwner {
  readonly sessionKey: string;
  readonly ownerId: string;
  readonly now: number;
}

/** Whether two versions are the same. */
export function isSameVersion(a: FileVersion | undefined, b: FileVersion | undefined): boolean {
  return a?.id === b?.id && a?.mode === b?.mode;
}

/** Whether there is nothing to decide on. */
export function isSettled({ before, after, oldPath }: Pick<FileState, 'before' | 'after' | 'oldPath'>): boolean {
  return oldPath === undefined && isSameVersion(before, after);
}

/** The states after a run, by path: changes that a person made since the last run become part of the version without changes. */
export async function trackFiles(
  states: ReadonlyMap<string, FileState>,
  changes: readonly TreeChange[],
  owner: StateOwner,
  contents: VersionContents,
): Promise<ReadonlyMap<string, FileState>> {
  const next = new Map(states);
  for (const change of changes) {
    const from = next.get(change.oldPath ?? change.path);
    if (change.oldPath !== undefined) next.delete(change.oldPath);
    const before = from === undefined ? change.before : await findBase(from, change, contents);
    const oldPath = from?.oldPath ?? change.oldPath;
    const versions = { before, after: change.after };
    next.set(change.path, {
      ...toState(owner, change.path, oldPath, versions),
      ...(from === undefined ? takeCounts(change) : await countVersions(versions, contents)),
    });
  }
  return next;
}

/** A state without its counts. */
export function toState(
  { sessionKey, ownerId, now }: StateOwner,
  path: string,
  oldPath: string | undefined,
  { before, after }: { readonly before: FileVersion | undefined; readonly after: FileVersion | undefined },
): Omit<FileState, keyof Counts> {
  return {
    sessionKey,
    ownerId,
    path,
    ...(oldPath === undefined || oldPath === path ? {} : { oldPath }),
    ...defined({ before, after }),
    updatedAt: now,
  };
}

/** Numbers of changed lines. */
export type Counts = Pick<FileState, 'additions' | 'deletions' | 'binary'>;

function takeCounts({ additions, deletions, binary }: TreeChange): Counts {
  return { additions, deletions, ...defined({ binary }) };
}

/** Counts the changed lines between two versions. */
export async function countVersions(
  { before, after }: { readonly before: FileVersion | undefined; readonly after: FileVersion | undefined },
  contents: VersionContents,
): Promise<Counts> {
  const [from, to] = await contents.load([before, after]);
  return countLines(from, to);
}

/** Of a file that isn't divided into lines. */
export const UNDIVIDED: Counts = { additions: 0, deletions: 0, binary: true };

/** Counts the changed lines between two sides. */
export function countLines(before: FileSide, after: FileSide): Counts {
  if (isLink(before) || isLink(after)) return { additions: 0, deletions: 0 };
  if (!hasLines(before, after)) return UNDIVIDED;
  let [additions, deletions] = [0, 0];
  for (const edit of findEdits(before?.text ?? '', after?.text ?? '')) {
    additions += edit.afterEnd - edit.afterStart;
    deletions += edit.beforeEnd - edit.beforeStart;
  }
  return { additions, deletions };
}

/** Where the person changed what the session changed before, the person's version counts. */
async function findBase(
  state: FileState,
  change: TreeChange,
  contents: VersionContents,
): Promise<FileVersion | undefined> {
  if (isSameVersion(state.after, change.before)) return state.before;
  const [before, after, now] = await contents.load([state.before, state.after, change.before]);
  const rebased = rebaseSide(after, now, before);
  return 'conflict' in rebased ? change.before : contents.save(rebased.side);
}

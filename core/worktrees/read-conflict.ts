// The versions of a file in conflict, as text.
import { defined } from '#contract/types/defined.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { ConflictVersions } from '#contract/types/worktrees.ts';
import type { ConflictVersion, WorktreeRecord } from '../ports/worktree-store.ts';
import { requireMerge } from './merges.ts';
import { basePlace, type WorktreePorts } from './worktree-ports.ts';

/** Larger files are shown as binary. */
const MAX_BYTES = 2 * 1024 * 1024;

/** The versions of a file in conflict. */
export type ConflictText = ConflictVersions;

/** Reads them. @throws {GatewayError} `NOT_IN_CONFLICT` */
export async function readConflict(
  ports: Pick<WorktreePorts, 'git'>,
  record: WorktreeRecord,
  path: string,
  signal: AbortSignal,
): Promise<ConflictText> {
  const { conflicts, tree = '' } = requireMerge(record);
  const conflict = conflicts.find((one) => one.path === path);
  if (conflict === undefined) throw invalidRequest(`${path} has no conflict to resolve.`, 'NOT_IN_CONFLICT');
  const read = async (object: string | undefined): Promise<Uint8Array | undefined> => {
    if (object === undefined) return undefined;
    const args = ['cat-file', 'blob', object];
    const { exitCode, bytes } = await ports.git.run(basePlace(record), args, {
      signal,
      okCodes: [1, 128],
      maxOutputBytes: MAX_BYTES,
    });
    return exitCode === 0 ? bytes : undefined;
  };
  const blob = (version: ConflictVersion | null | undefined) => version?.blob;
  const { decided } = conflict;
  const merged = decided === undefined ? `${tree}:${path}` : blob(decided);
  const [base, ours, theirs, both] = await Promise.all(
    [blob(conflict.base), blob(conflict.ours), blob(conflict.theirs), merged].map(read),
  );
  const isBinary = [base, ours, theirs].some((bytes) => bytes?.includes(0) === true);
  const texts = isBinary
    ? {}
    : defined({
        base: toText(base),
        ours: toText(ours),
        theirs: toText(theirs),
        merged: withNames(toText(both), record),
      });
  return { path, isBinary, isResolved: decided !== undefined, ...texts };
}

/** Conflict markers name the branches instead of commits. */
function withNames(text: string | undefined, { branch, merge }: WorktreeRecord): string | undefined {
  return text
    ?.replaceAll(/^<{7} [0-9a-f]{40,64}$/gm, `<<<<<<< ${merge?.target ?? 'ours'}`)
    .replaceAll(/^>{7} [0-9a-f]{40,64}$/gm, `>>>>>>> ${branch}`);
}

function toText(bytes: Uint8Array | undefined): string | undefined {
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
}

// The state of a worktree compared with its repository.
import { defined } from '#contract/types/defined.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import type { PendingMerge, WorktreeStatus } from '#contract/types/worktrees.ts';
import { readStatus } from '../git/read-status.ts';
import type { WorktreeRecord } from '../ports/worktree-store.ts';
import { findProblem } from './find-problem.ts';
import { basePlace, keptRef, worktreePlace, type WorktreePorts } from './worktree-ports.ts';

const SHORT_REF = /^refs\/heads\/(.+)$/;

/** Reads the state. A worktree that can't be used has the counts of what the repository keeps of it. */
export async function readWorktreeStatus(
  ports: WorktreePorts,
  record: WorktreeRecord,
  options: { readonly withSize: boolean; readonly signal: AbortSignal },
): Promise<WorktreeStatus> {
  const { signal } = options;
  const target = await findTarget(ports, record, signal);
  const empty = {
    id: record.id,
    branch: record.branch,
    target: target ?? record.baseRef,
    ahead: 0,
    behind: 0,
    changed: 0,
    untracked: 0,
    conflicted: 0,
  };
  const pendingMerge = describeMerge(record);
  const problem = await findProblem(ports, record);
  const removed = `${ports.worktreeFolders.removed}/${record.id}`;
  const sizeBytes = options.withSize
    ? await ports.worktreeFolders.measure(record.state === 'removed' ? removed : record.path, signal)
    : undefined;
  if (problem !== undefined) return { ...empty, ...problem, ...defined({ sizeBytes }) };
  try {
    const place = worktreePlace(record);
    const [{ entries, branch, head }, tip] = await Promise.all([
      readStatus(ports.git, place, signal),
      readTip(ports, record, target, signal),
    ]);
    const counts =
      head === undefined || tip === undefined ? undefined : await countCommits(ports, record, [tip, head], signal);
    return {
      ...empty,
      health: 'ready',
      branch: branch ?? record.branch,
      ...counts,
      changed: entries.filter(({ kind }) => kind === 'changed' || kind === 'renamed').length,
      untracked: entries.filter(({ kind }) => kind === 'untracked').length,
      conflicted: entries.filter(({ kind }) => kind === 'conflicted').length,
      ...defined({ sizeBytes, pendingMerge }),
    };
  } catch (error) {
    signal.throwIfAborted();
    return { ...empty, health: 'damaged', problem: errorMessage(error), ...defined({ sizeBytes, pendingMerge }) };
  }
}

/** The branch that a worktree goes into unless a person chooses another one; undefined if there is none. */
export async function findTarget(
  { git }: Pick<WorktreePorts, 'git'>,
  record: WorktreeRecord,
  signal: AbortSignal,
): Promise<string | undefined> {
  const options = { signal, okCodes: [1, 128] };
  const local = record.baseRef.replace(/^refs\/heads\//, '');
  const known = await git
    .run(basePlace(record), ['rev-parse', '--verify', '--quiet', `refs/heads/${local}^{commit}`], options)
    .catch(() => undefined);
  if (known?.exitCode === 0) return local;
  const head = await git.run(basePlace(record), ['symbolic-ref', '--quiet', 'HEAD'], options).catch(() => undefined);
  return SHORT_REF.exec(head?.text.trim() ?? '')?.[1];
}

async function readTip(
  { git }: WorktreePorts,
  record: WorktreeRecord,
  target: string | undefined,
  signal: AbortSignal,
) {
  const ref = target === undefined ? keptRef(record.id) : `refs/heads/${target}`;
  const { text, exitCode } = await git.run(basePlace(record), ['rev-parse', '--verify', '--quiet', ref], {
    signal,
    okCodes: [1, 128],
  });
  return exitCode === 0 ? text.trim() : undefined;
}

/** The worktree sees the objects of its repository, so it can compare. */
async function countCommits(
  { git }: WorktreePorts,
  record: WorktreeRecord,
  [tip, head]: readonly [string, string],
  signal: AbortSignal,
) {
  const { text } = await git.run(worktreePlace(record), ['rev-list', '--left-right', '--count', `${tip}...${head}`], {
    signal,
  });
  const [behind = 0, ahead = 0] = text.trim().split('\t').map(Number);
  return { ahead, behind };
}

/** A merge that waits for decisions, as clients see it. */
export function describeMerge({ merge }: WorktreeRecord): PendingMerge | undefined {
  if (merge === undefined || merge.step !== 'deciding') return undefined;
  return {
    mode: merge.mode,
    target: merge.target,
    conflicts: merge.conflicts.map(({ path, base, ours, theirs, decided }) => ({
      path,
      has: { base: base !== undefined, ours: ours !== undefined, theirs: theirs !== undefined },
      isResolved: decided !== undefined,
    })),
    ...defined({ commit: merge.mode === 'rebase' ? merge.left[0] : undefined }),
  };
}

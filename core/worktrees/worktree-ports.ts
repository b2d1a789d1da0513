// What the parts of worktrees depend on.
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { WorktreeRecord } from '../ports/worktree-store.ts';

/** Ports of worktrees. */
export type WorktreePorts = Pick<
  EnginePorts,
  'git' | 'worktreeFolders' | 'clock' | 'ids' | 'log' | 'secretGuard' | 'config' | 'providers'
> & { readonly store: Pick<EnginePorts['store'], 'worktrees' | 'sessions' | 'audit'> };

/** Where git works on the files of a worktree. */
export function worktreePlace({ path }: Pick<WorktreeRecord, 'path'>) {
  return { gitDir: `${path}/.git`, workTree: path };
}

/** Where git works on the objects and refs of the repository. Nothing is checked out there. */
export function basePlace({ repoGitDir }: Pick<WorktreeRecord, 'repoGitDir'>) {
  return { gitDir: repoGitDir };
}

/** The ref that keeps the commits of a worktree from being deleted in the repository. */
export function keptRef(id: string): string {
  return `refs/gatehouse/worktrees/${id}`;
}

// Where the changes of a session are: in its worktree, or in the repository of its folder.
import { invalidRequest } from '#contract/wire/errors.ts';
import { findRepository } from '../git/find-repository.ts';
import type { SessionRecord } from '../ports/sessions-store.ts';
import type { WorktreeRecord } from '../ports/worktree-store.ts';
import { requireUsable } from '../worktrees/find-problem.ts';
import { worktreePlace, type WorktreePorts } from '../worktrees/worktree-ports.ts';

/** A checkout with changes. */
export interface ChangesPlace {
  readonly place: { readonly gitDir: string; readonly workTree: string };
  /** A folder of the repository whose settings name the person, remotes, and branches. */
  readonly settingsFolder: string;
  /** Where the repository's objects and refs are that are published. */
  readonly repoGitDir: string;
  readonly branch?: string;
  readonly worktree?: WorktreeRecord;
}

/** Finds it. @throws {GatewayError} `NOT_A_REPOSITORY` */
export async function findPlace(
  ports: Pick<WorktreePorts, 'git' | 'worktreeFolders'>,
  session: SessionRecord,
  worktree: WorktreeRecord | undefined,
  signal: AbortSignal,
): Promise<ChangesPlace> {
  if (worktree !== undefined) {
    await requireUsable(ports, worktree);
    const { repoRoot: settingsFolder, repoGitDir, branch } = worktree;
    return { place: worktreePlace(worktree), settingsFolder, repoGitDir, branch, worktree };
  }
  const found = await findRepository(ports.git, session.workspace, signal);
  if (found?.workTree === undefined)
    throw invalidRequest(
      "The session's folder isn't in a git repository, so there is nothing to commit to.",
      'NOT_A_REPOSITORY',
      'Run "git init" in it, or start the session in a repository.',
    );
  const { gitDir, workTree, commonDir, branch } = found;
  return {
    place: { gitDir, workTree },
    settingsFolder: workTree,
    repoGitDir: commonDir,
    ...(branch === undefined ? {} : { branch }),
  };
}

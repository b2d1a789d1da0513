// The branches of a repository, for choosing what a worktree starts from.
import { defined } from '#contract/types/defined.ts';
import { findRepository } from '../git/find-repository.ts';
import type { WorktreePorts } from './worktree-ports.ts';

const MAX_BRANCHES = 5_000;

/** A branch of the repository, or of one of its remotes. */
export interface Branch {
  readonly name: string;
  readonly kind: 'local' | 'remote';
}

/** The branches of a repository, last used first. */
export interface Branches {
  readonly branches: readonly Branch[];
  readonly defaultBranch?: string;
  readonly headBranch?: string;
}

/** Reads the branches; undefined if the folder isn't in a repository. @throws {GitError} */
export async function readBranches(
  { git }: Pick<WorktreePorts, 'git'>,
  folder: string,
  signal: AbortSignal,
): Promise<Branches | undefined> {
  const found = await findRepository(git, folder, signal);
  if (found === undefined) return undefined;
  const { text } = await git.run(
    folder,
    [
      'for-each-ref',
      `--count=${MAX_BRANCHES}`,
      '--sort=-committerdate',
      '--format=%(refname)%00%(symref)',
      'refs/heads',
      'refs/remotes',
    ],
    { signal },
  );
  const lines = text.split('\n').map((line) => line.split('\0'));
  const branches = lines.flatMap(([ref = '', target = '']): readonly Branch[] => {
    // `origin/HEAD` only names another branch.
    if (target !== '') return [];
    if (ref.startsWith('refs/heads/')) return [{ name: ref.slice('refs/heads/'.length), kind: 'local' }];
    return ref.startsWith('refs/remotes/') ? [{ name: ref.slice('refs/remotes/'.length), kind: 'remote' }] : [];
  });
  const names = new Set(branches.filter(({ kind }) => kind === 'local').map(({ name }) => name));
  const remoteHead = lines
    .find(([ref]) => ref === 'refs/remotes/origin/HEAD')?.[1]
    ?.replace(/^refs\/remotes\/origin\//, '');
  const defaultBranch = [remoteHead, 'main', 'master', found.branch].find(
    (name) => name !== undefined && names.has(name),
  );
  return { branches, ...defined({ defaultBranch, headBranch: found.branch }) };
}

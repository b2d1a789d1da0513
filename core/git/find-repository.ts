// Finds the repository of a folder.
import type { Git } from '../ports/git.ts';

/** A repository. Paths are absolute. */
export interface Repository {
  readonly gitDir: string;
  /** Where its objects and refs are: another folder only for a linked worktree of git. */
  readonly commonDir: string;
  /** The folder of its files. Absent if it is bare. */
  readonly workTree?: string;
  readonly isShallow: boolean;
  readonly objectFormat: 'sha1' | 'sha256';
  /** The checked-out branch. Absent if `HEAD` is detached. It may have no commit yet. */
  readonly branch?: string;
  /** The checked-out commit. Absent in a repository without commits. */
  readonly head?: string;
}

const BRANCHES = 'refs/heads/';
const USUAL_LINES = 7;

/** The repository around a folder; undefined if there is none. @throws {GitError} */
export async function findRepository(git: Git, folder: string, signal: AbortSignal): Promise<Repository | undefined> {
  const ask = async (...args: string[]): Promise<readonly string[]> => {
    const { exitCode, text } = await git.run(folder, args, { signal, okCodes: [1, 128] });
    return exitCode === 0 ? text.replace(/\n$/, '').split('\n') : [];
  };
  const usual = await ask(
    'rev-parse',
    '--path-format=absolute',
    '--git-dir',
    '--git-common-dir',
    '--is-shallow-repository',
    '--show-object-format',
    '--show-toplevel',
    'HEAD^{commit}',
    '--symbolic-full-name',
    'HEAD',
  );
  if (usual.length === USUAL_LINES) return toRepository(usual);
  // It is bare, or has no commits. Each of these can fail.
  const [[gitDir, commonDir, isBare, isShallow, objectFormat], [workTree], [ref = ''], [head]] = await Promise.all([
    ask(
      'rev-parse',
      '--path-format=absolute',
      '--git-dir',
      '--git-common-dir',
      '--is-bare-repository',
      '--is-shallow-repository',
      '--show-object-format',
    ),
    ask('rev-parse', '--path-format=absolute', '--show-toplevel'),
    ask('symbolic-ref', '--quiet', 'HEAD'),
    ask('rev-parse', '--verify', '--quiet', 'HEAD^{commit}'),
  ]);
  if (gitDir === undefined || commonDir === undefined) return undefined;
  return {
    gitDir,
    commonDir,
    ...(workTree === undefined || isBare === 'true' ? {} : { workTree }),
    isShallow: isShallow === 'true',
    objectFormat: objectFormat === 'sha256' ? 'sha256' : 'sha1',
    ...(ref.startsWith(BRANCHES) ? { branch: ref.slice(BRANCHES.length) } : {}),
    ...(head === undefined ? {} : { head }),
  };
}

/** A repository with files and commits, from one answer of git. */
function toRepository([
  gitDir = '',
  commonDir = '',
  isShallow,
  objectFormat,
  workTree = '',
  head = '',
  ref = '',
]: readonly string[]): Repository {
  return {
    gitDir,
    commonDir,
    workTree,
    isShallow: isShallow === 'true',
    objectFormat: objectFormat === 'sha256' ? 'sha256' : 'sha1',
    ...(ref.startsWith(BRANCHES) ? { branch: ref.slice(BRANCHES.length) } : {}),
    head,
  };
}

// The changes in a workspace, from git.
import { FileError, type Machine } from '../../ports/machine.ts';
import { parseDiff, untrackedDiff, type FileDiff } from './parse-diff.ts';
import { prepareGit, type Git } from './run-git.ts';

const MAX_FILES = 1000;
const MAX_UNTRACKED = 200;
const MAX_UNTRACKED_BYTES = 200_000;
const MAX_TOTAL_PATCH_CHARS = 4_000_000;
const MAX_COMMITS = 100;
/** The empty tree, which exists in every repository. */
const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
const COMMIT_ID = /^[0-9a-f]{4,64}$/;
const DIFF_OPTIONS = [
  '--no-ext-diff',
  '--no-textconv',
  '--ignore-submodules=all',
  '--find-renames',
  '--relative',
  '--no-color',
  '--src-prefix=a/',
  '--dst-prefix=b/',
];

/** A commit by its id and first line. */
interface CommitName {
  readonly sha: string;
  readonly subject: string;
}

/** Differences in a git workspace, or why they can't be determined. */
export type WorkspaceDiff =
  | { readonly unavailable: 'not_git' | 'unknown_commit' }
  | {
      readonly root: string;
      readonly branch?: string;
      readonly baseRef?: string;
      readonly mergeBase?: CommitName;
      /** Commits since the base, newest first. */
      readonly commits: readonly CommitName[];
      readonly files: readonly FileDiff[];
      readonly truncated: boolean;
    };

/** Git diff: since the branch left its base (`all`), since the last commit, or of one commit. @throws {FileError} */
export async function diffWorkspace(
  machine: Machine,
  query: { readonly scope: 'all' | 'uncommitted' | 'commit'; readonly commit?: string },
  signal: AbortSignal,
): Promise<WorkspaceDiff> {
  const git = await prepareGit(machine, signal);
  if (git === undefined) return { unavailable: 'not_git' };
  const ask: Ask = (args) =>
    git(args, signal).then(
      (text) => text.trim(),
      () => '',
    );
  const branch = await ask(['symbolic-ref', '--short', '-q', 'HEAD']);
  const named = branch === '' ? {} : { branch };
  if (query.scope === 'commit') {
    const range = await commitRange(query.commit ?? '', ask);
    if (range === undefined) return { unavailable: 'unknown_commit' };
    return { root: machine.workspace, ...named, commits: [], ...bounded(await runDiff(git, range, signal)) };
  }
  const head = await ask(['rev-parse', '--verify', '-q', 'HEAD^{commit}']);
  const base = query.scope === 'all' && head !== '' ? await findBase(ask, branch) : undefined;
  const files = [
    ...(await runDiff(git, [base?.mergeBase.sha ?? (head === '' ? EMPTY_TREE : 'HEAD')], signal)),
    ...(await untracked(machine, git, signal)),
  ];
  return {
    root: machine.workspace,
    ...named,
    commits: [],
    ...base,
    ...bounded(files),
  };
}

/** The trimmed output of git; empty when it fails. */
type Ask = (args: readonly string[]) => Promise<string>;

interface Base {
  readonly baseRef: string;
  readonly mergeBase: CommitName;
  readonly commits: readonly CommitName[];
}

async function commitRange(commit: string, ask: Ask): Promise<readonly string[] | undefined> {
  if (!COMMIT_ID.test(commit)) return undefined;
  const sha = await ask(['rev-parse', '--verify', '-q', `${commit}^{commit}`]);
  if (sha === '') return undefined;
  const parent = await ask(['rev-parse', '--verify', '-q', `${sha}^`]);
  return [parent === '' ? EMPTY_TREE : parent, sha];
}

/** The point where the branch left the main branch; undefined on the main branch itself. */
async function findBase(ask: Ask, branch: string): Promise<Base | undefined> {
  for (const baseRef of ['origin/HEAD', 'origin/main', 'origin/master', 'main', 'master']) {
    if (baseRef === branch) continue;
    const sha = await ask(['merge-base', 'HEAD', baseRef]);
    if (sha === '') continue;
    const [mergeBase] = parseLog(await ask(['log', '-1', '--format=%H%x09%s', sha]));
    const commits = parseLog(await ask(['log', `-${MAX_COMMITS}`, '--format=%H%x09%s', `${sha}..HEAD`]));
    if (mergeBase !== undefined) return { baseRef, mergeBase, commits };
  }
  return undefined;
}

function parseLog(text: string): readonly CommitName[] {
  const lines = text.split('\n').filter((line) => line.includes('\t'));
  return lines.map((line) => ({ sha: line.slice(0, line.indexOf('\t')), subject: line.slice(line.indexOf('\t') + 1) }));
}

async function runDiff(git: Git, range: readonly string[], signal: AbortSignal): Promise<readonly FileDiff[]> {
  const run = (form: readonly string[]): Promise<string> =>
    git(['diff', ...DIFF_OPTIONS, ...form, ...range, '--', '.'], signal);
  try {
    const [names, counts, patch] = await Promise.all([
      run(['--name-status', '-z']),
      run(['--numstat', '-z']),
      run(['--patch']),
    ]);
    return parseDiff(names, counts, patch);
  } catch (error) {
    signal.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    throw new FileError('io', `Couldn't compare the files. ${reason}`);
  }
}

async function untracked(machine: Machine, git: Git, signal: AbortSignal): Promise<readonly FileDiff[]> {
  const listed = await git(['ls-files', '--others', '--exclude-standard', '-z'], signal).catch(() => '');
  const paths = listed.split('\0').filter((path) => path !== '' && !path.endsWith('/'));
  return Promise.all(
    paths.slice(0, MAX_UNTRACKED).map(async (path) => {
      const file = await machine.read(path, MAX_UNTRACKED_BYTES).catch(() => undefined);
      return untrackedDiff(path, file?.text, file !== undefined);
    }),
  );
}

/** Limits the size of the result. Later files lose their patch first. */
function bounded(files: readonly FileDiff[]): { readonly files: readonly FileDiff[]; readonly truncated: boolean } {
  let room = MAX_TOTAL_PATCH_CHARS;
  let isCut = files.length > MAX_FILES;
  const kept = files.slice(0, MAX_FILES).map((file) => {
    room -= file.patch?.length ?? 0;
    if (room >= 0 || file.patch === undefined) return file;
    isCut = true;
    const { patch: _patch, ...rest } = file;
    return { ...rest, truncated: true };
  });
  return { files: kept, truncated: isCut };
}

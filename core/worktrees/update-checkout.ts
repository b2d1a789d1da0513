// Moves a branch together with the files of its checkout, without touching anything that a person has changed there.
import { invalidRequest, type GatewayError } from '#contract/wire/errors.ts';
import { findRepository } from '../git/find-repository.ts';
import { readStatus } from '../git/read-status.ts';
import { GitError, type Git } from '../ports/git.ts';
import type { MergeRecord, WorktreeRecord } from '../ports/worktree-store.ts';
import { basePlace, type WorktreePorts } from './worktree-ports.ts';

const TIMEOUT_MS = 10 * 60_000;
const MAX_NAMED = 5;
const MAX_LIST_BYTES = 256 * 1024 * 1024;
/** Paths in one command line. */
const PATHS_AT_ONCE = 100;
/** Entries of a git folder while something is in progress. */
const IN_PROGRESS: ReadonlySet<string> = new Set([
  'MERGE_HEAD',
  'CHERRY_PICK_HEAD',
  'REVERT_HEAD',
  'rebase-merge',
  'rebase-apply',
]);

type Checkout = NonNullable<MergeRecord['checkout']>;

/** A step from one commit to another. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

/** The folder in which a branch is checked out; undefined if there is none. @throws {GatewayError} `BASE_BUSY` */
export async function findCheckout(
  { git, worktreeFolders }: Pick<WorktreePorts, 'git' | 'worktreeFolders'>,
  record: WorktreeRecord,
  branch: string,
  signal: AbortSignal,
): Promise<Checkout | undefined> {
  const { text } = await git.run(basePlace(record), ['worktree', 'list', '--porcelain', '-z'], { signal });
  const blocks = text.split('\0\0').map((block) => block.split('\0'));
  const block = blocks.find((lines) => lines.includes(`branch refs/heads/${branch}`));
  const folder = block?.[0]?.replace(/^worktree /, '');
  if (folder === undefined) return undefined;
  const found = await findRepository(git, folder, signal).catch(() => undefined);
  if (found?.workTree === undefined) return undefined;
  const names = await worktreeFolders.list(found.gitDir);
  if (names.some((name) => IN_PROGRESS.has(name)))
    throw invalidRequest(
      `A merge or rebase is in progress in ${found.workTree}.`,
      'BASE_BUSY',
      'Complete or abort it there, then retry.',
    );
  return { gitDir: found.gitDir, workTree: found.workTree };
}

/** Checks that the files of a checkout can be moved. @throws {GatewayError} `BASE_FILES_CHANGED` or `BASE_USES_FILTERS` */
export async function requireMovable(git: Git, checkout: Checkout, move: Move, signal: AbortSignal): Promise<void> {
  const touched = await listTouched(git, checkout, move, signal);
  const { entries } = await readStatus(git, checkout, signal, 'all');
  const changed = entries.filter(({ path, oldPath }) => touched.has(path) || touched.has(oldPath ?? path));
  if (changed.length > 0)
    throw filesChanged(
      checkout,
      changed.map(({ path }) => path),
    );
  await requireNoIgnored(git, checkout, move, signal);
  const filtered = await listFiltered(git, checkout, touched, signal);
  if (filtered.length > 0)
    throw invalidRequest(
      `Files of this merge are stored through a filter such as Git LFS, which Gatehouse doesn't run: ${name(filtered)}.`,
      'BASE_USES_FILTERS',
      `Keep the branch, then merge it with git in ${checkout.workTree}.`,
    );
}

/** Git overwrites ignored files, such as `.env`, without a question. @throws {GatewayError} `BASE_FILES_CHANGED` */
export async function requireNoIgnored(git: Git, checkout: Checkout, move: Move, signal: AbortSignal): Promise<void> {
  const args = ['diff-tree', '-r', '-z', '--name-only', '--no-renames', '--diff-filter=A', move.from, move.to];
  const { text } = await git.run(checkout, args, { signal });
  const added = text.split('\0').filter((path) => path !== '');
  // Without rules, ignored files are listed, too. One can also be in the place of a folder.
  const found = await listUntracked(git, checkout, added, signal);
  const folders = [...new Set(added.flatMap(listParents))];
  const inPlaceOfFolders = await listUntracked(git, checkout, folders, signal, '--directory');
  const wanted = new Set(folders);
  found.push(...inPlaceOfFolders.filter((path) => wanted.has(path)));
  const inTheWay = found.filter((path) => !git.isPlaceholder(`${checkout.workTree}/${path}`));
  if (inTheWay.length === 0) return;
  throw invalidRequest(
    `Files that this merge adds are already in ${checkout.workTree}, where git ignores them: ${name(inTheWay)}.`,
    'BASE_FILES_CHANGED',
    'Move them elsewhere, then retry. Nothing was changed.',
  );
}

async function listUntracked(
  git: Git,
  checkout: Checkout,
  paths: readonly string[],
  signal: AbortSignal,
  ...options: readonly string[]
): Promise<string[]> {
  const found: string[] = [];
  for (let at = 0; at < paths.length; at += PATHS_AT_ONCE) {
    const args = ['ls-files', '-z', '--others', ...options, '--', ...paths.slice(at, at + PATHS_AT_ONCE)];
    const { text } = await git.run(checkout, args, { signal, env: { GIT_LITERAL_PATHSPECS: '1' } });
    found.push(...text.split('\0').filter((path) => path !== ''));
  }
  return found;
}

/** The folders of a path. */
function listParents(path: string): readonly string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}

/** Updates the files. Everything else in the checkout stays as it is, including what is staged. */
export async function moveCheckout(
  git: Git,
  checkout: Checkout,
  { from, to }: Move,
  signal: AbortSignal,
): Promise<void> {
  const options = { signal, timeoutMs: TIMEOUT_MS };
  // A lock is reported by the next step.
  await git.run(checkout, ['update-index', '-q', '--refresh'], { ...options, okCodes: [1, 128] });
  try {
    await git.run(checkout, ['read-tree', '-m', '-u', from, to], options);
  } catch (error) {
    if (
      error instanceof GitError &&
      /not uptodate|would be overwritten|would be removed|would lose/i.test(error.messages)
    )
      throw filesChanged(
        checkout,
        [...error.messages.matchAll(/'([^']+)'/g)].map(([, path = '']) => path),
      );
    throw error;
  }
}

/**
 * Undoes a move that failed, such as on a full disk. Only files of the move are touched, which were as in `from` when it started.
 */
export async function restoreCheckout(
  git: Git,
  checkout: Checkout,
  { wroteNothing, ...move }: Move & { readonly wroteNothing: boolean },
  signal: AbortSignal,
): Promise<void> {
  const options = { signal, timeoutMs: TIMEOUT_MS };
  const touched = [...(await listTouched(git, checkout, move, signal))];
  const staged = await git.run(checkout, ['diff-index', '--cached', '--name-only', '-z', move.from], options);
  // A person can have staged other files.
  const names = new Set(staged.text.split('\0'));
  if (touched.some((path) => names.has(path)))
    return moveCheckout(git, checkout, { from: move.to, to: move.from }, signal);
  if (wroteNothing) return;
  const { text } = await git.run(checkout, ['ls-files', '-z'], { signal, maxOutputBytes: MAX_LIST_BYTES });
  const known = new Set(text.split('\0'));
  // First what takes space.
  const added = touched.filter((path) => !known.has(path));
  for (let at = 0; at < added.length; at += PATHS_AT_ONCE)
    await git.run(checkout, ['clean', '-f', '-x', '-q', '--', ...added.slice(at, at + PATHS_AT_ONCE)], {
      ...options,
      env: { GIT_LITERAL_PATHSPECS: '1' },
    });
  const input = touched
    .filter((path) => known.has(path))
    .map((path) => `${path}\0`)
    .join('');
  await git.run(checkout, ['checkout-index', '--force', '--index', '-q', '-z', '--stdin'], { ...options, input });
}

/** After an interruption, some files may have moved already. The index learns of them, so that the rest can follow. */
export async function resumeCheckout(git: Git, checkout: Checkout, move: Move, signal: AbortSignal): Promise<void> {
  const touched = [...(await listTouched(git, checkout, move, signal))];
  const { text } = await git.run(checkout, ['ls-tree', '-r', '-z', move.to], {
    signal,
    maxOutputBytes: MAX_LIST_BYTES,
  });
  const wanted = new Map(
    text.split('\0').map((line) => {
      const tab = line.indexOf('\t');
      return [line.slice(tab + 1), line.slice(0, tab).split(' ')] as const;
    }),
  );
  const lines: string[] = [];
  for (const path of touched) {
    const [mode, , blob] = wanted.get(path) ?? [];
    const hashed = await git.run(checkout, ['hash-object', '--', path], { signal, okCodes: [1, 128] });
    const now = hashed.exitCode === 0 ? hashed.text.trim() : undefined;
    if (now === blob) lines.push(`${mode ?? '0'} ${blob ?? '0'.repeat(move.to.length)} 0\t${path}\0`);
  }
  if (lines.length > 0)
    await git.run(checkout, ['update-index', '-z', '--index-info'], { signal, input: lines.join('') });
  await moveCheckout(git, checkout, move, signal);
}

async function listTouched(git: Git, checkout: Checkout, { from, to }: Move, signal: AbortSignal) {
  const { text } = await git.run(checkout, ['diff-tree', '-r', '-z', '--name-only', '--no-renames', from, to], {
    signal,
  });
  return new Set(text.split('\0').filter((path) => path !== ''));
}

/** Files whose content a configured program would change on the way to the disk. */
export async function listFiltered(
  git: Git,
  checkout: Checkout & { readonly settingsFolder?: string },
  paths: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (paths.size === 0) return [];
  const configured = await git.run(
    checkout.settingsFolder ?? checkout.workTree,
    ['config', '--null', '--name-only', '--get-regexp', '^filter\\..*\\.(smudge|process|clean)$'],
    { signal, asPerson: {}, okCodes: [1, 128] },
  );
  const drivers = new Set(configured.text.split('\0').map((key) => key.slice('filter.'.length, key.lastIndexOf('.'))));
  const { text } = await git.run(checkout, ['check-attr', '-z', '--stdin', 'filter'], {
    signal,
    input: [...paths].map((path) => `${path}\0`).join(''),
  });
  const fields = text.split('\0');
  const filtered: string[] = [];
  for (let at = 0; at + 2 < fields.length; at += 3)
    if (drivers.has(fields[at + 2] ?? '')) filtered.push(fields[at] ?? '');
  return filtered;
}

function filesChanged({ workTree }: Checkout, paths: readonly string[]): GatewayError {
  return invalidRequest(
    `Files that this merge changes have uncommitted changes in ${workTree}: ${name(paths)}.`,
    'BASE_FILES_CHANGED',
    'Commit or stash them there, then retry. Nothing was changed.',
  );
}

function name(paths: readonly string[]): string {
  const more = paths.length - MAX_NAMED;
  return `${paths.slice(0, MAX_NAMED).join(', ')}${more > 0 ? `, and ${more} more` : ''}`;
}

// What a new worktree doesn't take over from its repository, for the person who creates it.
import type { WorktreeNote } from '#contract/types/worktrees.ts';
import { readStatus } from '../git/read-status.ts';
import { findSetting, type BaseRepository } from './inspect-base.ts';
import type { WorktreePorts } from './worktree-ports.ts';

const MAX_LIST_BYTES = 256 * 1024 * 1024;
const MAX_ATTRIBUTE_FILES = 200;
const SUBMODULE = '160000';
const LFS = /\bfilter=lfs\b/;

/** Finds it for a commit of a repository. */
export async function findNotes(
  ports: WorktreePorts,
  base: BaseRepository,
  commit: string,
  signal: AbortSignal,
): Promise<readonly WorktreeNote[]> {
  const [uncommitted, listed] = await Promise.all([
    countUncommitted(ports, base, signal),
    ports.git.run({ gitDir: base.commonDir }, ['ls-tree', '-r', '-z', commit], {
      signal,
      maxOutputBytes: MAX_LIST_BYTES,
    }),
  ]);
  const entries = listed.text.split('\0').map(parseEntry);
  const submodules = entries.filter(({ mode }) => mode === SUBMODULE).length;
  const attributes = entries.filter(({ path }) => path === '.gitattributes' || path.endsWith('/.gitattributes'));
  const collisions = findSetting(base.settings, 'core.ignorecase') === 'true' ? countCollisions(entries) : 0;
  return [
    note(
      'uncommitted',
      uncommitted,
      (count) =>
        `${plural(count, 'uncommitted file')} of the repository ${count === 1 ? "isn't" : "aren't"} in the worktree. Commit them first if the session needs them.`,
    ),
    note(
      'submodules',
      submodules,
      (count) =>
        `${plural(count, 'submodule')} ${count === 1 ? 'is' : 'are'} empty in the worktree. Run "git submodule update --init" in it if the session needs them.`,
    ),
    note(
      'lfs',
      (await usesLfs(ports, base, attributes, signal)) ? 1 : 0,
      () =>
        'Files stored with Git LFS are pointers in the worktree. Run "git lfs pull" in it if the session needs their content.',
    ),
    note('hooks', base.hasHooks ? 1 : 0, () => "The repository's git hooks don't run in the worktree."),
    note(
      'shallow',
      base.isShallow ? 1 : 0,
      () => 'The repository is shallow, so older commits are missing in the worktree, too.',
    ),
    note(
      'detached',
      base.branch === undefined ? 1 : 0,
      () => 'The repository has no branch checked out, so you must choose one when you merge.',
    ),
    note(
      'name-collisions',
      collisions,
      (count) =>
        `${plural(count, 'file name')} differ only in upper and lower case, so this file system can't store them all.`,
    ),
  ].flat();
}

function note(
  kind: WorktreeNote['kind'],
  count: number,
  toMessage: (count: number) => string,
): readonly WorktreeNote[] {
  if (count === 0) return [];
  const isCounted = kind === 'uncommitted' || kind === 'submodules' || kind === 'name-collisions';
  return [{ kind, ...(isCounted ? { count } : {}), message: toMessage(count) }];
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

async function countUncommitted({ git }: WorktreePorts, base: BaseRepository, signal: AbortSignal): Promise<number> {
  if (base.workTree === undefined) return 0;
  return (await readStatus(git, { gitDir: base.gitDir, workTree: base.workTree }, signal)).entries.length;
}

interface TreeEntry {
  readonly mode: string;
  readonly blob: string;
  readonly path: string;
}

/** `mode type object\tpath` */
function parseEntry(line: string): TreeEntry {
  const tab = line.indexOf('\t');
  const [mode = '', , blob = ''] = line.slice(0, tab).split(' ');
  return { mode, blob, path: line.slice(tab + 1) };
}

async function usesLfs(
  { git }: WorktreePorts,
  base: BaseRepository,
  files: readonly TreeEntry[],
  signal: AbortSignal,
): Promise<boolean> {
  if (files.length === 0) return false;
  const input = files
    .slice(0, MAX_ATTRIBUTE_FILES)
    .map(({ blob }) => `${blob}\n`)
    .join('');
  const { text } = await git.run({ gitDir: base.commonDir }, ['cat-file', '--batch'], { signal, input });
  return LFS.test(text);
}

function countCollisions(entries: readonly TreeEntry[]): number {
  const names = entries.map(({ path }) => path.normalize('NFC').toLowerCase());
  return names.length - new Set(names).size;
}

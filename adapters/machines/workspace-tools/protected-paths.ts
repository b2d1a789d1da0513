// Finds the control files of a workspace that confined programs may read but not change, including those that don't exist yet.
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { FileError } from '#core/ports/machine.ts';
import { isProtected, PROTECTED_FILES, PROTECTED_FOLDERS } from '#core/policy/protected-files.ts';
import { isAlwaysSkipped } from '#core/workspaces/ignore-rules.ts';
import { errorCode } from './file-failure.ts';

/** A path below a workspace, and how it is protected. All paths are absolute. */
export interface ProtectedPath {
  readonly path: string;
  /** `pinned`: its content can change, but it can't be renamed or replaced. */
  readonly mode: 'read-only' | 'pinned';
  /** It doesn't exist, and is protected as an empty file or folder. */
  readonly missing?: 'file' | 'folder';
}

type IsPlaceholder = (at: string) => boolean;

/** Nested repositories are found this many levels below the workspace. */
const MAX_DEPTH = 4;
/** Folders that a search for nested repositories visits at most. */
const MAX_FOLDERS = 2000;

/**
 * The protected paths of a workspace, parents first. Existing placeholders of other sandboxes still count as missing.
 * @throws {FileError}
 */
export async function findProtectedPaths(
  workspace: string,
  isPlaceholder: IsPlaceholder = () => false,
): Promise<readonly ProtectedPath[]> {
  const names = await fs.readdir(workspace);
  const present = names.filter((name) => isProtected(name) && !isPlaceholder(path.join(workspace, name)));
  const absent = (list: readonly string[], missing: 'file' | 'folder') =>
    list
      .filter((name) => !present.includes(name))
      .map((name): ProtectedPath => ({ path: path.join(workspace, name), mode: 'read-only', missing }));
  const settings = await Promise.all(present.map((name) => protectPresent(workspace, path.join(workspace, name))));
  return [
    ...(await protectRepository(path.join(workspace, '.git'), isPlaceholder)),
    ...settings.flat(),
    ...absent(PROTECTED_FOLDERS, 'folder'),
    ...absent(PROTECTED_FILES, 'file'),
    ...(await protectNested(workspace, isPlaceholder)),
  ];
}

/** Of a link, only its target can be protected. */
async function protectPresent(workspace: string, at: string): Promise<readonly ProtectedPath[]> {
  const real = await fs.realpath(at).catch(() => undefined);
  if (real === undefined || !real.startsWith(`${workspace}${path.sep}`)) return [];
  return [{ path: real, mode: 'read-only' }];
}

/** The programs and settings in Git's folder. Without a repository, none can be created. */
async function protectRepository(folder: string, isPlaceholder: IsPlaceholder): Promise<readonly ProtectedPath[]> {
  const kind = await findKind(folder);
  if (kind === 'link')
    throw new FileError(
      'denied',
      `${folder} is a link, so it can't be protected from commands. Replace it with the repository's folder.`,
    );
  if (kind === undefined || isPlaceholder(folder)) return [{ path: folder, mode: 'read-only', missing: 'folder' }];
  if (kind === 'file') return [{ path: folder, mode: 'read-only' }];
  return [
    { path: folder, mode: 'pinned' },
    ...(await protectGitFolder(folder, isPlaceholder)),
    ...(await protectModules(folder, isPlaceholder)),
  ];
}

async function protectGitFolder(folder: string, isPlaceholder: IsPlaceholder): Promise<readonly ProtectedPath[]> {
  const parts = [
    ['hooks', 'folder'],
    ['config', 'file'],
    ['config.worktree', 'file'],
  ] as const;
  const found = await Promise.all(
    parts.map(async ([name, missing]): Promise<ProtectedPath> => {
      const at = path.join(folder, name);
      const kind = await findKind(at);
      if (kind === 'link') throw new FileError('denied', `${at} is a link, so it can't be protected from commands.`);
      return { path: at, mode: 'read-only', ...(kind === undefined || isPlaceholder(at) ? { missing } : {}) };
    }),
  );
  return found;
}

/** Git's folders of submodules. */
async function protectModules(folder: string, isPlaceholder: IsPlaceholder): Promise<readonly ProtectedPath[]> {
  const found: ProtectedPath[] = [];
  await visitFolders(path.join(folder, 'modules'), async (at, names) => {
    if (names.includes('HEAD') && names.includes('objects'))
      found.push({ path: at, mode: 'pinned' }, ...(await protectGitFolder(at, isPlaceholder)));
    return names.filter((name) => !['objects', 'refs', 'logs', 'hooks', 'info'].includes(name));
  });
  return found;
}

async function protectNested(workspace: string, isPlaceholder: IsPlaceholder): Promise<readonly ProtectedPath[]> {
  const found: ProtectedPath[] = [];
  await visitFolders(workspace, async (at, names) => {
    const repository = path.join(at, '.git');
    if (at !== workspace && names.includes('.git') && (await findKind(repository)) !== 'link')
      found.push(...(await protectRepository(repository, isPlaceholder)));
    return names.filter((name) => name !== '.git' && !isAlwaysSkipped(name));
  });
  return found;
}

/** Visits folders, not links, breadth first. `visit` returns the names to visit below. */
async function visitFolders(
  top: string,
  visit: (at: string, names: readonly string[]) => Promise<readonly string[]>,
): Promise<void> {
  const queue: { readonly at: string; readonly depth: number }[] = [{ at: top, depth: 0 }];
  for (let visited = 0; visited < MAX_FOLDERS; visited += 1) {
    const next = queue.shift();
    if (next === undefined) return;
    const entries = await fs.readdir(next.at, { withFileTypes: true }).catch(() => []);
    const names = await visit(
      next.at,
      entries.map(({ name }) => name),
    );
    const folders = new Set(entries.filter((entry) => entry.isDirectory()).map(({ name }) => name));
    if (next.depth < MAX_DEPTH)
      for (const name of names)
        if (folders.has(name)) queue.push({ at: path.join(next.at, name), depth: next.depth + 1 });
  }
}

async function findKind(at: string): Promise<'file' | 'folder' | 'link' | undefined> {
  try {
    const stats = await fs.lstat(at);
    return stats.isSymbolicLink() ? 'link' : stats.isDirectory() ? 'folder' : 'file';
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

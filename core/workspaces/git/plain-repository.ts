// Finds a repository that lies in the workspace as a whole: Git reads nothing outside when it is run with these variables.
import { FileError, type Machine } from '../../ports/machine.ts';

type Files = Pick<Machine, 'workspace' | 'stat' | 'list' | 'borrowedObjects'> & Partial<Pick<Machine, 'read'>>;

/** Folders of `.git` whose entries must not be links. A missing one is fine. */
const CHECKED_FOLDERS = ['', '/info', '/objects', '/objects/info', '/refs', '/refs/heads'];
/** Files that make Git read another repository. */
const POINTERS: ReadonlySet<string> = new Set(['commondir', 'gitdir', 'alternates', 'http-alternates', 'grafts']);
/** The list of folders whose objects a repository borrows. */
const BORROWED = 'alternates';
const MAX_LIST_BYTES = 64 * 1024;

/** A repository around a folder: `plain` in the workspace as a whole, one that uses files elsewhere, or none. */
export interface FoundRepository {
  readonly kind: 'plain' | 'other' | 'none';
  /** The folder that contains it, if it is plain. */
  readonly root?: string;
}

/** The innermost repository around `cwd`, in the workspace. */
export async function findRepository(machine: Files, cwd: string): Promise<FoundRepository> {
  for (let at = cwd; at.length >= machine.workspace.length; at = at.slice(0, at.lastIndexOf('/'))) {
    const kind = await statKind(machine, `${at}/.git`);
    if (kind === 'missing') continue;
    return kind === 'directory' && (await isPlain(machine, `${at}/.git`))
      ? { kind: 'plain', root: at }
      : { kind: 'other' };
  }
  return { kind: 'none' };
}

/** The environment in which Git uses this repository and no other, whatever its settings say. */
export function bindRepository(root: string): Readonly<Record<string, string>> {
  const folder = `${root}/.git`;
  return { GIT_DIR: folder, GIT_COMMON_DIR: folder, GIT_WORK_TREE: root, GIT_GRAFT_FILE: '/dev/null' };
}

async function statKind(machine: Files, path: string): Promise<'directory' | 'other' | 'missing'> {
  try {
    const { kind, path: real } = await machine.stat(path);
    const isLink = `${machine.workspace}/${real}` !== path;
    return kind === 'directory' && !isLink ? 'directory' : 'other';
  } catch (error) {
    return error instanceof FileError && error.code === 'not-found' ? 'missing' : 'other';
  }
}

async function isPlain(machine: Files, folder: string): Promise<boolean> {
  for (const name of CHECKED_FOLDERS) {
    const entries = await listEntries(machine, `${folder}${name}`);
    if (entries === undefined) return false;
    for (const { path, isLink } of entries) {
      const entry = path.slice(path.lastIndexOf('/') + 1);
      if (isLink === true) return false;
      if (POINTERS.has(entry) && !(entry === BORROWED && (await isAsWritten(machine, `${folder}${name}/${entry}`))))
        return false;
    }
  }
  return true;
}

/** Whether the list names exactly the folders that Gatehouse wrote. Those are readable on the machine, and hold only objects. */
async function isAsWritten(machine: Files, path: string): Promise<boolean> {
  const { borrowedObjects = [] } = machine;
  if (borrowedObjects.length === 0) return false;
  const file = await machine.read?.(path, MAX_LIST_BYTES).catch(() => undefined);
  return file?.text === toObjectList(borrowedObjects);
}

/** The list of folders whose objects a repository borrows, as git reads it. */
export function toObjectList(folders: readonly string[]): string {
  return folders.map((folder) => `${folder}\n`).join('');
}

async function listEntries(machine: Files, folder: string) {
  try {
    return await machine.list(folder);
  } catch (error) {
    return error instanceof FileError && error.code === 'not-found' ? [] : undefined;
  }
}

// The folder tree of a workspace, loaded one folder at a time.
import { compareNames } from '#messages/format.ts';
import { t } from '#messages/translate.ts';

/** An entry as the host lists it. */
export interface TreeEntry {
  readonly path: string;
  readonly name: string;
  readonly kind: 'file' | 'directory';
  readonly sessionKind?: 'modified' | 'read' | 'mixed';
  readonly size?: number;
}

/** The loaded part of the tree. The root folder has the path ''. */
export interface TreeState {
  readonly folders: Readonly<Record<string, readonly TreeEntry[]>>;
  readonly open: readonly string[];
}

/** A visible row. `state` is for folders. */
export interface TreeRow {
  readonly entry: TreeEntry;
  readonly depth: number;
  readonly state?: 'open' | 'closed' | 'loading';
}

/** A tree before anything is loaded. */
export const EMPTY_TREE: TreeState = { folders: {}, open: [] };

/** Folders first, then by name: ignoring case, numbers by value. */
function sortEntries(entries: readonly TreeEntry[]): readonly TreeEntry[] {
  return entries.toSorted((a, b) =>
    a.kind === b.kind ? compareNames(a.name, b.name) : a.kind === 'directory' ? -1 : 1,
  );
}

/** Adds a loaded folder. */
export function withFolder(state: TreeState, path: string, entries: readonly TreeEntry[]): TreeState {
  return { ...state, folders: { ...state.folders, [path]: sortEntries(entries) } };
}

/** Opens or closes a folder. */
export function toggleFolder(state: TreeState, path: string): TreeState {
  const open = state.open.includes(path) ? state.open.filter((one) => one !== path) : [...state.open, path];
  return { ...state, open };
}

/** The visible rows, top to bottom. */
export function treeRows(state: TreeState, folder = '', depth = 0): readonly TreeRow[] {
  return (state.folders[folder] ?? []).flatMap((entry): readonly TreeRow[] => {
    if (entry.kind === 'file') return [{ entry, depth }];
    if (!state.open.includes(entry.path)) return [{ entry, depth, state: 'closed' }];
    const loaded = state.folders[entry.path] !== undefined;
    return [{ entry, depth, state: loaded ? 'open' : 'loading' }, ...treeRows(state, entry.path, depth + 1)];
  });
}

/** The folder of a path; '' for the root. */
export function parentFolder(path: string): string {
  const at = path.lastIndexOf('/');
  return at === -1 ? '' : path.slice(0, at);
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** A path within a folder. */
export function joinPath(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

/** The loaded folders above a path. All of them can change when it is created together with missing folders. */
export function loadedAncestors(state: TreeState, path: string): readonly string[] {
  const parts = path.split('/');
  const folders = parts.map((_, depth) => parts.slice(0, depth).join('/'));
  return folders.filter((folder) => Object.hasOwn(state.folders, folder));
}

/** The loaded folders that must be reloaded after these paths changed. */
export function staleFolders(state: TreeState, changed: readonly string[], overflow: boolean): readonly string[] {
  const known = Object.keys(state.folders);
  if (overflow) return known;
  const parents = new Set(changed.map(parentFolder));
  return known.filter((folder) => parents.has(folder));
}

/** Why a name is invalid, or undefined. */
export function nameProblem(name: string, siblings: readonly string[]): string | undefined {
  const trimmed = name.trim();
  if (trimmed === '') return t('files.name.missing');
  if (trimmed === '.' || trimmed === '..' || trimmed.split('/').includes('..')) return t('files.name.outside');
  if (trimmed.startsWith('/') || trimmed.includes('\\')) return t('files.name.absolute');
  if (siblings.includes(trimmed)) return t('files.name.taken');
  return undefined;
}

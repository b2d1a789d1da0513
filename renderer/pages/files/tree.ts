// The folder tree of a workspace, read one folder at a time. Pure: folders in, visible rows out.
import { compareNames } from '#messages/format.ts';

/** An entry as the host lists it. */
export interface TreeEntry {
  readonly path: string;
  readonly name: string;
  readonly kind: 'file' | 'directory';
  readonly sessionKind?: 'modified' | 'read' | 'mixed';
  readonly size?: number;
}

/** What is known of the tree. The root folder has the path ''. */
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

export const EMPTY_TREE: TreeState = { folders: {}, open: [] };

/** Folders first, then by name as people sort: without case, numbers by value. */
function sortEntries(entries: readonly TreeEntry[]): readonly TreeEntry[] {
  return entries.toSorted((a, b) =>
    a.kind === b.kind ? compareNames(a.name, b.name) : a.kind === 'directory' ? -1 : 1,
  );
}

/** Stores a folder that was read. */
export function withFolder(state: TreeState, path: string, entries: readonly TreeEntry[]): TreeState {
  return { ...state, folders: { ...state.folders, [path]: sortEntries(entries) } };
}

/** Opens or closes a folder. */
export function toggleFolder(state: TreeState, path: string): TreeState {
  const open = state.open.includes(path) ? state.open.filter((one) => one !== path) : [...state.open, path];
  return { ...state, open };
}

/** The rows that are visible, top to bottom. */
export function treeRows(state: TreeState, folder = '', depth = 0): readonly TreeRow[] {
  return (state.folders[folder] ?? []).flatMap((entry): readonly TreeRow[] => {
    if (entry.kind === 'file') return [{ entry, depth }];
    if (!state.open.includes(entry.path)) return [{ entry, depth, state: 'closed' }];
    const loaded = state.folders[entry.path] !== undefined;
    return [{ entry, depth, state: loaded ? 'open' : 'loading' }, ...treeRows(state, entry.path, depth + 1)];
  });
}

/** The folder of a path; '' for the root. */
export function parentOf(path: string): string {
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

/** The folders that must be read again after these paths changed: only ones that were read before. */
export function staleFolders(state: TreeState, changed: readonly string[], overflow: boolean): readonly string[] {
  const known = Object.keys(state.folders);
  if (overflow) return known;
  const parents = new Set(changed.map(parentOf));
  return known.filter((folder) => parents.has(folder));
}

/** Why a name cannot be used, or undefined. */
export function nameProblem(name: string, siblings: readonly string[]): string | undefined {
  const trimmed = name.trim();
  if (trimmed === '') return 'Type a name.';
  if (trimmed === '.' || trimmed === '..' || trimmed.split('/').includes('..'))
    return 'A name cannot lead out of the folder.';
  if (trimmed.startsWith('/') || trimmed.includes('\\')) return 'Use a name, not a path from elsewhere.';
  if (siblings.includes(trimmed)) return 'Something with this name is already there.';
  return undefined;
}

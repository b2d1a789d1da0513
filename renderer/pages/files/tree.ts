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
  /** Where the next entries of a large folder start. */
  readonly next: Readonly<Record<string, number>>;
}

/** A visible row. `state` is for folders. `more`: loads the rest of this large folder. */
export interface TreeRow {
  readonly entry: TreeEntry;
  readonly depth: number;
  readonly state?: 'open' | 'closed' | 'loading';
  readonly more?: string;
}

/** A tree before anything is loaded. */
export const EMPTY_TREE: TreeState = { folders: {}, open: [], next: {} };

/** Folders first, then by name: ignoring case, numbers by value. */
function sortEntries(entries: readonly TreeEntry[]): readonly TreeEntry[] {
  return entries.toSorted((a, b) =>
    a.kind === b.kind ? compareNames(a.name, b.name) : a.kind === 'directory' ? -1 : 1,
  );
}

/** Adds a loaded folder. `next`: it has more entries, which start there. */
export function withFolder(
  state: TreeState,
  path: string,
  entries: readonly TreeEntry[],
  nextStart?: number,
): TreeState {
  const { [path]: _, ...next } = state.next;
  return {
    ...state,
    folders: { ...state.folders, [path]: sortEntries(entries) },
    next: nextStart === undefined ? next : { ...next, [path]: nextStart },
  };
}

/** Adds the next entries of a large folder. */
export function withMore(
  state: TreeState,
  path: string,
  entries: readonly TreeEntry[],
  nextStart: number | undefined,
): TreeState {
  const known = new Map((state.folders[path] ?? []).map((entry) => [entry.path, entry]));
  for (const entry of entries) known.set(entry.path, entry);
  return withFolder(state, path, [...known.values()], nextStart);
}

/** Opens or closes a folder. */
export function toggleFolder(state: TreeState, path: string): TreeState {
  const open = state.open.includes(path) ? state.open.filter((one) => one !== path) : [...state.open, path];
  return { ...state, open };
}

/** The visible rows, top to bottom. */
export function treeRows(state: TreeState): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  addRows(state, '', 0, rows);
  return rows;
}

function addRows(state: TreeState, folder: string, depth: number, rows: TreeRow[]): void {
  for (const entry of state.folders[folder] ?? []) {
    if (entry.kind === 'file') rows.push({ entry, depth });
    else if (!state.open.includes(entry.path)) rows.push({ entry, depth, state: 'closed' });
    else {
      rows.push({ entry, depth, state: state.folders[entry.path] === undefined ? 'loading' : 'open' });
      addRows(state, entry.path, depth + 1, rows);
    }
  }
  if (state.next[folder] === undefined) return;
  const path = joinPath(folder, '\u2026');
  rows.push({ entry: { path, name: t('files.more'), kind: 'file' }, depth, more: folder });
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

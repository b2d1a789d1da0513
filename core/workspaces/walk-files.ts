// Visits the files of a workspace, depth first, except ignored ones. Links are not followed.
import type { Machine, OpenFolder } from '../ports/machine.ts';
import { IgnoreLayers } from './ignore-layers.ts';
import { isAlwaysSkipped } from './ignore-rules.ts';

const MAX_DEPTH = 64;
const MAX_IGNORE_FILE_BYTES = 256 * 1024;
const IGNORE_FILE = '.gitignore';
const UTF_8 = new TextDecoder();

/** The part of a machine that a walk needs. */
export type WalkedMachine = Pick<Machine, 'stat' | 'list' | 'read' | 'openFolder'>;

/** A file or folder in a walk. */
export interface Visited {
  /** Relative to the workspace. */
  readonly path: string;
  readonly name: string;
  readonly isFolder: boolean;
  /** Content of a file. Valid during the visit only. */
  read(limitBytes: number): Promise<Uint8Array>;
}

/** Returns what to do next. */
export type Visit = (visited: Visited) => Promise<'on' | 'stop'> | 'on' | 'stop';

/** Limits of a walk. */
export interface WalkLimits {
  readonly signal: AbortSignal;
  /** Whether the time is up. */
  isOver(): boolean;
}

/** Visits everything below `start`. Ends early when the time is up; throws the signal's reason when aborted. */
export async function walkFiles(
  machine: WalkedMachine,
  start: string,
  limits: WalkLimits,
  visit: Visit,
): Promise<void> {
  limits.signal.throwIfAborted();
  const { path, kind } = await machine.stat(start);
  const parts = splitPath(path);
  if (kind !== 'directory') {
    const read = async (limitBytes: number) => (await machine.read(path, limitBytes)).bytes;
    return void (await visit({ path, name: parts.at(-1) ?? '', isFolder: false, read }));
  }
  const layers = await layersAbove(machine, parts);
  const folder = await (machine.openFolder?.(path) ?? folderByPath(machine, path));
  await walkFolder({ limits, visit }, folder, parts, layers);
}

/** Whether a walk skips a folder of the workspace. */
export async function isFolderIgnored(machine: WalkedMachine, folder: string): Promise<boolean> {
  const parts = splitPath(folder);
  return parts.some(isAlwaysSkipped) || (await layersAbove(machine, parts)).isIgnored(parts, true);
}

function splitPath(path: string): readonly string[] {
  return path === '' ? [] : path.split('/');
}

/** For machines that can't hold a folder open. */
function folderByPath(machine: WalkedMachine, path: string): OpenFolder {
  const below = (name: string): string => (path === '' ? name : `${path}/${name}`);
  return {
    list: async () =>
      (await machine.list(path)).map((entry) => ({
        name: entry.path.slice(entry.path.lastIndexOf('/') + 1),
        kind: entry.isLink === true ? 'other' : entry.kind,
      })),
    read: async (name, limitBytes) => (await machine.read(below(name), limitBytes)).bytes,
    open: async (name) => folderByPath(machine, below(name)),
    close: async () => undefined,
  };
}

/** The rules of the folders above the one that `parts` name. */
async function layersAbove(machine: WalkedMachine, parts: readonly string[]): Promise<IgnoreLayers> {
  let layers = IgnoreLayers.NONE;
  for (let depth = 0; depth < parts.length; depth += 1) {
    const path = [...parts.slice(0, depth), IGNORE_FILE].join('/');
    layers = await addRules(layers, depth, async () => (await machine.read(path, MAX_IGNORE_FILE_BYTES)).bytes);
  }
  return layers;
}

/** An ignore file that is missing, too large or unreadable has no rules. */
async function addRules(layers: IgnoreLayers, depth: number, read: () => Promise<Uint8Array>): Promise<IgnoreLayers> {
  const bytes = await read().catch(() => undefined);
  return bytes === undefined ? layers : layers.add(depth, UTF_8.decode(bytes));
}

interface Walk {
  readonly limits: WalkLimits;
  readonly visit: Visit;
}

/** Visits and closes a folder. Returns false when the walk is over. */
async function walkFolder(
  walk: Walk,
  folder: OpenFolder,
  parts: readonly string[],
  layers: IgnoreLayers,
): Promise<boolean> {
  try {
    return parts.length > MAX_DEPTH || (await walkEntries(walk, folder, parts, layers));
  } finally {
    await folder.close();
  }
}

async function walkEntries(
  { limits, visit }: Walk,
  folder: OpenFolder,
  parts: readonly string[],
  layers: IgnoreLayers,
): Promise<boolean> {
  const entries = [...(await folder.list().catch(() => []))].sort((a, b) => (a.name < b.name ? -1 : 1));
  const inner = entries.some(({ name, kind }) => name === IGNORE_FILE && kind === 'file')
    ? await addRules(layers, parts.length, () => folder.read(IGNORE_FILE, MAX_IGNORE_FILE_BYTES))
    : layers;
  for (const { name, kind } of entries) {
    limits.signal.throwIfAborted();
    if (limits.isOver()) return false;
    if (isAlwaysSkipped(name) || kind === 'other') continue;
    const isFolder = kind === 'directory';
    const below = [...parts, name];
    if (inner.isIgnored(below, isFolder)) continue;
    const read = (limitBytes: number) => folder.read(name, limitBytes);
    if ((await visit({ path: below.join('/'), name, isFolder, read })) === 'stop') return false;
    if (!isFolder) continue;
    // A folder that can't be opened, or was replaced by a link, is skipped.
    const inside = await folder.open(name).catch(() => undefined);
    if (inside !== undefined && !(await walkFolder({ limits, visit }, inside, below, inner))) return false;
  }
  return true;
}

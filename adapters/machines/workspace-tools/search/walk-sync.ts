// Visits the files of a workspace like `walkFiles` in `core/workspaces/`, but without waiting: for threads only. Each folder is
// opened within its parent without following links.
import * as fs from 'node:fs';
import path from 'node:path';
import { IgnoreLayers } from '#core/workspaces/ignore-layers.ts';
import { isAlwaysSkipped } from '#core/workspaces/ignore-rules.ts';

const OPEN_FOLDER = fs.constants.O_RDONLY | (fs.constants.O_DIRECTORY ?? 0) | (fs.constants.O_NOFOLLOW ?? 0);
/** Only Linux has paths relative to an open folder. */
const HAS_FD_PATHS = process.platform === 'linux';
const MAX_DEPTH = 64;
const IGNORE_FILE = '.gitignore';
const MAX_IGNORE_FILE_BYTES = 256 * 1024;

/** Where to walk. */
export interface SyncWalk {
  readonly root: string;
  readonly closed: readonly string[];
  readonly folder: string;
}

/** A file. `at` is valid during the visit only. */
export interface SyncFile {
  readonly at: string;
  readonly path: string;
}

/** Visits files with their number. Returns whether to continue. */
type Visit = (file: SyncFile, place: number) => boolean;

/** Visits all files below the folder in the order of `walkFiles`. */
export function walkSync({ root, closed, folder }: SyncWalk, visit: Visit): void {
  const parts = folder === '' ? [] : folder.split('/');
  const isClosed = (relative: string): boolean =>
    closed.some((one) => relative === one || relative.startsWith(`${one}/`));
  new SyncWalker(isClosed, visit).start(root, parts);
}

class SyncWalker {
  readonly #isClosed: (relative: string) => boolean;
  readonly #visit: Visit;
  #place = 0;

  constructor(isClosed: (relative: string) => boolean, visit: Visit) {
    this.#isClosed = isClosed;
    this.#visit = visit;
  }

  /** Goes down to the folder that `parts` names, then visits everything below it. */
  start(root: string, parts: readonly string[]): void {
    const descend = (at: string, depth: number, layers: IgnoreLayers): void => {
      withFolder(at, (open) => {
        const name = parts[depth];
        if (name === undefined) this.#walk(open, parts, layers);
        else descend(path.join(open, name), depth + 1, addRules(layers, open, depth));
      });
    };
    descend(root, 0, IgnoreLayers.NONE);
  }

  #walk(open: string, parts: readonly string[], above: IgnoreLayers): boolean {
    if (parts.length > MAX_DEPTH) return true;
    const entries = list(open);
    const layers = entries.some((entry) => entry.name === IGNORE_FILE && entry.isFile())
      ? addRules(above, open, parts.length)
      : above;
    for (const entry of entries) {
      const { name } = entry;
      const isFolder = entry.isDirectory();
      if (isAlwaysSkipped(name) || (!isFolder && !entry.isFile())) continue;
      const below = [...parts, name];
      const relative = below.join('/');
      if (this.#isClosed(relative) || layers.isIgnored(below, isFolder)) continue;
      const at = `${open}/${name}`;
      if (!isFolder) {
        this.#place += 1;
        if (!this.#visit({ at, path: relative }, this.#place)) return false;
      } else if (!withFolder(at, (inside) => this.#walk(inside, below, layers))) return false;
    }
    return true;
  }
}

function list(open: string): readonly fs.Dirent[] {
  try {
    return fs.readdirSync(open, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}

function addRules(layers: IgnoreLayers, open: string, depth: number): IgnoreLayers {
  try {
    const at = `${open}/${IGNORE_FILE}`;
    const stats = fs.lstatSync(at);
    if (!stats.isFile() || stats.size > MAX_IGNORE_FILE_BYTES) return layers;
    return layers.add(depth, fs.readFileSync(at, 'utf8'));
  } catch {
    return layers;
  }
}

/** Runs `use` with the path of a folder that is held open. A folder that can't be opened, or was replaced by a link, is skipped. */
function withFolder(at: string, use: (open: string) => boolean | void): boolean {
  if (!HAS_FD_PATHS) return use(at) !== false;
  let handle: number;
  try {
    handle = fs.openSync(at, OPEN_FOLDER);
  } catch {
    return true;
  }
  try {
    return use(`/proc/self/fd/${handle}`) !== false;
  } finally {
    fs.closeSync(handle);
  }
}

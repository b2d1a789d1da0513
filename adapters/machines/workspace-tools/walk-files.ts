// Visits the files of a workspace, depth first, leaving out what ignore files name. Folders are opened one below
// the other and links are not followed, so the walk cannot leave the workspace.
import { constants } from 'node:fs';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import type { IgnoreRules } from './ignore-rules.ts';
import { isAlwaysSkipped, judge, parseIgnoreRules } from './ignore-rules.ts';
import { readBytes } from '../host/file-facts.ts';
import type { Place, WorkspaceRoot } from '../host/workspace-root.ts';

const MAX_DEPTH = 64;
const MAX_IGNORE_FILE_BYTES = 256 * 1024;
const OPEN_FOLDER = constants.O_RDONLY | (constants.O_DIRECTORY ?? 0) | (constants.O_NOFOLLOW ?? 0);

/** What to do after a visit. */
export type Visit = (place: Place, isFolder: boolean) => Promise<'on' | 'stop'>;

/** Limits of a walk. */
export interface WalkLimits {
  readonly signal: AbortSignal;
  /** On the clock of `performance.now()`. */
  readonly deadline: number;
}

interface Layer {
  readonly depth: number;
  readonly rules: IgnoreRules;
}

/** Visits everything below `start`. Ends early at the deadline; throws the signal's reason when aborted. */
export async function walkFiles(root: WorkspaceRoot, start: string, limits: WalkLimits, visit: Visit): Promise<void> {
  await root.at(start, {}, async (place) => {
    const stats = await fs.lstat(place.at);
    if (!stats.isDirectory()) return void (await visit(place, false));
    const parts = place.path === '' ? [] : place.path.split('/');
    await new FileWalk(root, limits, visit).folder(place.at, parts, await layersAbove(root, parts));
  });
}

/** Whether ignore files (or we) leave out a folder of the workspace. */
export async function isFolderIgnored(root: WorkspaceRoot, folder: string): Promise<boolean> {
  const parts = folder.split('/');
  return parts.some(isAlwaysSkipped) || isIgnored(await layersAbove(root, parts), parts, true);
}

/** The rules of the folders above the one that `parts` name. */
async function layersAbove(root: WorkspaceRoot, parts: readonly string[]): Promise<readonly Layer[]> {
  const layers: Layer[] = [];
  for (let depth = 0; depth < parts.length; depth += 1) {
    const layer = await root
      .at([...parts.slice(0, depth), '.gitignore'].join('/'), { keepLink: true }, (place) => layerOf(place, depth))
      .catch(() => undefined);
    if (layer !== undefined) layers.push(layer);
  }
  return layers;
}

async function layerOf(place: Place, depth: number): Promise<Layer | undefined> {
  const file = await readBytes(place, MAX_IGNORE_FILE_BYTES).catch(() => undefined);
  return file === undefined ? undefined : { depth, rules: parseIgnoreRules(Buffer.from(file.bytes).toString('utf8')) };
}

class FileWalk {
  private readonly root: WorkspaceRoot;
  private readonly limits: WalkLimits;
  private readonly visit: Visit;

  constructor(root: WorkspaceRoot, limits: WalkLimits, visit: Visit) {
    this.root = root;
    this.limits = limits;
    this.visit = visit;
  }

  /** Returns false when the walk is over. */
  async folder(at: string, parts: readonly string[], layers: readonly Layer[]): Promise<boolean> {
    if (parts.length > MAX_DEPTH) return true;
    const entries = await fs.readdir(at, { withFileTypes: true }).catch(() => []);
    const inner = entries.some((entry) => entry.name === '.gitignore' && entry.isFile())
      ? await this.withRules(at, parts, layers)
      : layers;
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      this.limits.signal.throwIfAborted();
      if (performance.now() > this.limits.deadline) return false;
      const isFolder = entry.isDirectory();
      if (isAlwaysSkipped(entry.name) || (!isFolder && !entry.isFile())) continue;
      const below = [...parts, entry.name];
      const place: Place = { at: path.join(at, entry.name), folder: at, name: entry.name, path: below.join('/') };
      if (this.root.isClosed(place.path) || isIgnored(inner, below, isFolder)) continue;
      if ((await this.visit(place, isFolder)) === 'stop') return false;
      if (isFolder && !(await this.enter(place.at, below, inner))) return false;
    }
    return true;
  }

  private async enter(at: string, parts: readonly string[], layers: readonly Layer[]): Promise<boolean> {
    if (process.platform !== 'linux') return this.folder(at, parts, layers);
    // A folder that cannot be opened, or was swapped for a link, is left out.
    const handle = await fs.open(at, OPEN_FOLDER).catch(() => undefined);
    if (handle === undefined) return true;
    try {
      return await this.folder(`/proc/self/fd/${handle.fd}`, parts, layers);
    } finally {
      await handle.close();
    }
  }

  private async withRules(at: string, parts: readonly string[], layers: readonly Layer[]): Promise<readonly Layer[]> {
    const place: Place = { at: path.join(at, '.gitignore'), folder: at, name: '.gitignore', path: '.gitignore' };
    const layer = await layerOf(place, parts.length);
    return layer === undefined ? layers : [...layers, layer];
  }
}

function isIgnored(layers: readonly Layer[], parts: readonly string[], isFolder: boolean): boolean {
  for (let index = layers.length - 1; index >= 0; index -= 1) {
    const layer = layers[index];
    const verdict = layer === undefined ? undefined : judge(layer.rules, parts.slice(layer.depth).join('/'), isFolder);
    if (verdict !== undefined) return verdict === 'ignored';
  }
  return false;
}

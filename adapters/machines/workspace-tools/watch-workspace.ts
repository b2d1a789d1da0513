// Reports changes in a workspace. Watches folders except ignored ones, merges changes, and has no timer while nothing changes.
import type { FSWatcher } from 'node:fs';
import { watch } from 'node:fs';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { errorMessage } from '#contract/wire/errors.ts';
import { isAlwaysSkipped } from '#core/workspaces/ignore-rules.ts';
import { isFolderIgnored, walkFiles, type WalkedMachine } from '#core/workspaces/walk-files.ts';

const MERGE_MS = 100;
/** With more changed paths, listeners must reload. */
const MAX_PATHS = 500;
const MAX_FOLDERS = 5000;
const WALK_BUDGET_MS = 5000;
const OWN_TEMPORARY = /^\.gatehouse-.*\.tmp$/;

/** See `Machine.watch`. */
export type WatchListener = (paths: readonly string[], overflow: boolean) => void;

/** A watch that is active while it has listeners. */
export interface WorkspaceWatch {
  add(listener: WatchListener): () => void;
  close(): void;
}

type WatchedMachine = WalkedMachine & { readonly workspace: string };

/** Creates the watch of a workspace. `onTrouble` is called if not everything can be watched. */
export function createWorkspaceWatch(machine: WatchedMachine, onTrouble: (reason: string) => void): WorkspaceWatch {
  return new FolderWatch(machine, onTrouble);
}

class FolderWatch implements WorkspaceWatch {
  readonly #machine: WatchedMachine;
  readonly #onTrouble: (reason: string) => void;
  readonly #listeners = new Set<WatchListener>();
  readonly #folders = new Map<string, FSWatcher>();
  readonly #pending = new Set<string>();
  readonly #renamed = new Set<string>();
  #overflow = false;
  #timer: NodeJS.Timeout | undefined;
  #stopWalks = new AbortController();

  constructor(machine: WatchedMachine, onTrouble: (reason: string) => void) {
    this.#machine = machine;
    this.#onTrouble = onTrouble;
  }

  add(listener: WatchListener): () => void {
    const entry: WatchListener = (paths, overflow) => listener(paths, overflow);
    this.#listeners.add(entry);
    if (this.#listeners.size === 1) this.#open();
    return () => {
      if (this.#listeners.delete(entry) && this.#listeners.size === 0) this.close();
    };
  }

  close(): void {
    this.#stopWalks.abort();
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const watcher of this.#folders.values()) watcher.close();
    this.#folders.clear();
    this.#pending.clear();
    this.#renamed.clear();
    this.#listeners.clear();
  }

  #open(): void {
    this.#stopWalks = new AbortController();
    this.#overflow = false;
    this.#watchFolder('');
    void this.#watchBelow('', false);
  }

  /** Watches the folders below one. `isNew`: also reports its files, which existed before the watch. */
  async #watchBelow(folder: string, isNew: boolean): Promise<void> {
    const { signal } = this.#stopWalks;
    const end = performance.now() + WALK_BUDGET_MS;
    try {
      await walkFiles(
        this.#machine,
        folder,
        { signal, isOver: () => performance.now() > end },
        ({ path: found, isFolder }) => {
          signal.throwIfAborted();
          if (isNew) this.#note(found);
          if (isFolder) this.#watchFolder(found);
          return this.#folders.size > MAX_FOLDERS ? 'stop' : 'on';
        },
      );
      if (this.#folders.size > MAX_FOLDERS)
        this.#onTrouble(`More than ${MAX_FOLDERS} folders; changes in the rest aren't detected.`);
    } catch (error) {
      if (!signal.aborted) this.#onTrouble(errorMessage(error));
    }
  }

  #watchFolder(folder: string): void {
    if (this.#folders.has(folder) || this.#folders.size > MAX_FOLDERS) return;
    try {
      const watcher = watch(path.join(this.#machine.workspace, folder), { persistent: false }, (type, name) =>
        this.#notice(folder, type, name),
      );
      watcher.on('error', () => this.#forget(folder));
      this.#folders.set(folder, watcher);
    } catch (error) {
      this.#onTrouble(errorMessage(error));
    }
  }

  #notice(folder: string, type: string, name: string | null): void {
    if (name === null || isAlwaysSkipped(name) || OWN_TEMPORARY.test(name)) return;
    const changed = folder === '' ? name : `${folder}/${name}`;
    if (type === 'rename') this.#renamed.add(changed);
    this.#note(changed);
  }

  #note(changed: string): void {
    if (this.#pending.size >= MAX_PATHS) this.#overflow = true;
    else this.#pending.add(changed);
    this.#timer ??= setTimeout(() => this.#flush(), MERGE_MS);
  }

  #flush(): void {
    this.#timer = undefined;
    const renamed = [...this.#renamed];
    this.#renamed.clear();
    const overflow = this.#overflow;
    const paths = overflow ? [] : [...this.#pending];
    this.#pending.clear();
    this.#overflow = false;
    for (const listener of this.#listeners) listener(paths, overflow);
    for (const folder of renamed) void this.#follow(folder);
  }

  /** Watches a new folder, or stops watching a deleted one. */
  async #follow(changed: string): Promise<void> {
    const { signal } = this.#stopWalks;
    const stats = await fs.lstat(path.join(this.#machine.workspace, changed)).catch(() => undefined);
    if (signal.aborted) return;
    if (stats === undefined || this.#folders.has(changed)) this.#forget(changed);
    if (stats?.isDirectory() !== true || (await isFolderIgnored(this.#machine, changed)) || signal.aborted) return;
    this.#watchFolder(changed);
    await this.#watchBelow(changed, true);
  }

  #forget(folder: string): void {
    for (const [name, watcher] of this.#folders) {
      if (name !== folder && !name.startsWith(`${folder}/`)) continue;
      watcher.close();
      this.#folders.delete(name);
    }
  }
}

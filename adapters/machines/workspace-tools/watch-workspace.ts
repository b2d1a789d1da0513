// Reports changes in a workspace. Watches folders except ignored ones, merges changes, and has no timer while nothing changes.
import type { FSWatcher } from 'node:fs';
import { readdirSync, watch } from 'node:fs';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { errorMessage } from '#contract/wire/errors.ts';
import { SerialQueue } from '#core/serial-queue.ts';
import type { FileAction, WatchListener } from '#core/ports/machine.ts';
import { isAlwaysSkipped } from '#core/workspaces/ignore-rules.ts';
import { isFolderIgnored, walkFiles, type WalkedMachine } from '#core/workspaces/walk-files.ts';

const MERGE_MS = 100;
/** With more changed paths, listeners must reload. */
const MAX_PATHS = 500;
const MAX_FOLDERS = 5000;
const WALK_BUDGET_MS = 5000;
const OWN_TEMPORARY = /^\.gatehouse-.*\.tmp$/;

/** A watch that is active while it has listeners. */
export interface WorkspaceWatch {
  add(listener: WatchListener): () => void;
  close(): void;
}

/** What was noticed about a path. `entry`: it was created, replaced, or deleted; only a look tells which. `new`: it is in a new folder. */
type Notice = 'content' | 'entry' | 'new';

interface WatchedFolder {
  readonly watcher: FSWatcher;
  /** Its entries, so that a new one can be told from one that was replaced. */
  readonly names: Set<string>;
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
  readonly #folders = new Map<string, WatchedFolder>();
  readonly #pending = new Map<string, Notice>();
  readonly #reports = new SerialQueue();
  #overflow = false;
  #timer: NodeJS.Timeout | undefined;
  #stopWalks = new AbortController();

  constructor(machine: WatchedMachine, onTrouble: (reason: string) => void) {
    this.#machine = machine;
    this.#onTrouble = onTrouble;
  }

  add(listener: WatchListener): () => void {
    const entry: WatchListener = (...notice) => listener(...notice);
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
    for (const { watcher } of this.#folders.values()) watcher.close();
    this.#folders.clear();
    this.#pending.clear();
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
          if (isNew) this.#note(found, 'new');
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
      const at = path.join(this.#machine.workspace, folder);
      const names = new Set(readdirSync(at));
      const watcher = watch(at, { persistent: false }, (type, name) => this.#notice(folder, type, name));
      watcher.on('error', () => this.#forget(folder));
      this.#folders.set(folder, { watcher, names });
    } catch (error) {
      this.#onTrouble(errorMessage(error));
    }
  }

  #notice(folder: string, type: string, name: string | null): void {
    if (name === null || isAlwaysSkipped(name) || OWN_TEMPORARY.test(name)) return;
    this.#note(folder === '' ? name : `${folder}/${name}`, type === 'rename' ? 'entry' : 'content');
  }

  #note(changed: string, notice: Notice): void {
    const known = this.#pending.get(changed);
    if (known === undefined && this.#pending.size >= MAX_PATHS && notice !== 'entry') this.#overflow = true;
    else if (known === undefined || known === 'content' || notice === 'entry') this.#pending.set(changed, notice);
    this.#timer ??= setTimeout(() => this.#flush(), MERGE_MS);
  }

  #flush(): void {
    this.#timer = undefined;
    const notices = [...this.#pending];
    const overflow = this.#overflow || notices.length > MAX_PATHS;
    this.#pending.clear();
    this.#overflow = false;
    const { signal } = this.#stopWalks;
    void this.#reports.run(async () => {
      const actions = new Map<string, FileAction>();
      const looked = notices.map(async ([changed, notice]) => actions.set(changed, await this.#look(changed, notice)));
      await Promise.all(looked);
      if (signal.aborted) return;
      const shown = overflow ? new Map<string, FileAction>() : actions;
      for (const listener of this.#listeners) listener([...shown.keys()], overflow, shown);
      for (const [changed, notice] of notices) if (notice === 'entry') void this.#follow(changed);
    });
  }

  /** Finds out what happened, and remembers whether the entry exists. */
  async #look(changed: string, notice: Notice): Promise<FileAction> {
    if (notice !== 'entry') return notice === 'new' ? 'created' : 'changed';
    const at = changed.lastIndexOf('/');
    const names = this.#folders.get(changed.slice(0, Math.max(0, at)))?.names;
    const name = changed.slice(at + 1);
    const exists = await fs.lstat(path.join(this.#machine.workspace, changed)).then(
      () => true,
      () => false,
    );
    if (!exists) {
      names?.delete(name);
      return 'deleted';
    }
    const wasKnown = names?.has(name) ?? true;
    names?.add(name);
    return wasKnown ? 'changed' : 'created';
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
    for (const [name, { watcher }] of this.#folders) {
      if (name !== folder && !name.startsWith(`${folder}/`)) continue;
      watcher.close();
      this.#folders.delete(name);
    }
  }
}

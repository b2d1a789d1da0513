// Reports changes in a remote workspace by listing it again and again while somebody watches. SFTP has no notices.
import type { FileAction, Machine, WatchListener } from '#core/ports/machine.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import { walkFiles } from '#core/workspaces/walk-files.ts';
import type { RemoteFiles } from './remote-files.ts';
import type { SftpEntry } from './sftp-client.ts';

/** Pause between two listings, and at least this multiple of the time that a listing took. */
const POLL_MS = 400;
const LISTING_TIMES = 3;
const WALK_BUDGET_MS = 20_000;
const MAX_PATHS = 500;
const OWN_TEMPORARY = /(^|\/)\.gatehouse-.*\.tmp$/;

/** Path and state of each file. */
type Snapshot = ReadonlyMap<string, string>;

/** Watches a workspace while there are listeners. */
export class RemoteWatch {
  readonly #files: RemoteFiles;
  readonly #onTrouble: (reason: string) => void;
  readonly #listeners = new Set<WatchListener>();
  #stop: AbortController | undefined;

  constructor(files: RemoteFiles, onTrouble: (reason: string) => void) {
    this.#files = files;
    this.#onTrouble = onTrouble;
  }

  add(listener: WatchListener): () => void {
    const entry: WatchListener = (...notice) => listener(...notice);
    this.#listeners.add(entry);
    if (this.#stop === undefined) void this.#poll();
    return () => {
      if (this.#listeners.delete(entry) && this.#listeners.size === 0) this.close();
    };
  }

  close(): void {
    this.#listeners.clear();
    this.#stop?.abort();
    this.#stop = undefined;
  }

  async #poll(): Promise<void> {
    const stop = new AbortController();
    this.#stop = stop;
    const { signal } = stop;
    try {
      let before = await takeSnapshot(this.#files, signal);
      let pause = POLL_MS;
      while (!signal.aborted) {
        await delay(pause, signal);
        const startedAt = performance.now();
        const now = await takeSnapshot(this.#files, signal);
        pause = Math.max(POLL_MS, (performance.now() - startedAt) * LISTING_TIMES);
        this.#report(listChanges(before, now));
        before = now;
      }
    } catch (error) {
      if (signal.aborted) return;
      this.#stop = undefined;
      this.#onTrouble(errorMessage(error));
    }
  }

  #report(changed: ReadonlyMap<string, FileAction>): void {
    if (changed.size === 0) return;
    const overflow = changed.size > MAX_PATHS;
    const actions = overflow ? new Map<string, FileAction>() : changed;
    for (const listener of this.#listeners) listener([...actions.keys()], overflow, actions);
  }
}

async function takeSnapshot(files: RemoteFiles, signal: AbortSignal): Promise<Snapshot> {
  const found = new Map<string, string>();
  const states = new Map<string, string>();
  const end = performance.now() + WALK_BUDGET_MS;
  const machine: Pick<Machine, 'stat' | 'list' | 'read' | 'openFolder'> = {
    stat: (path) => files.stat(path),
    list: (path) => files.list(path),
    read: (path, limit) => files.read(path, limit),
    openFolder: (path) => files.openFolder(path, (below, entry) => states.set(below, toState(entry))),
  };
  await walkFiles(machine, '', { signal, isOver: () => performance.now() > end }, ({ path, isFolder }) => {
    signal.throwIfAborted();
    if (!isFolder && !OWN_TEMPORARY.test(path)) found.set(path, states.get(path) ?? '');
    return 'on';
  });
  return found;
}

function toState({ attributes }: SftpEntry): string {
  return `${attributes.modifiedAtMs} ${attributes.size} ${attributes.mode}`;
}

function listChanges(before: Snapshot, now: Snapshot): ReadonlyMap<string, FileAction> {
  const changes = new Map<string, FileAction>();
  for (const [path, state] of now) {
    const known = before.get(path);
    if (known !== state) changes.set(path, known === undefined ? 'created' : 'changed');
  }
  for (const path of before.keys()) if (!now.has(path)) changes.set(path, 'deleted');
  return changes;
}

function delay(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}

// Reports changes in a remote workspace by listing it again and again while somebody watches. SFTP has no notices.
import type { Machine } from '#core/ports/machine.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import { walkFiles } from '#core/workspaces/walk-files.ts';
import type { RemoteFiles } from './remote-files.ts';
import type { SftpEntry } from './sftp-client.ts';

const POLL_MS = 1_500;
const WALK_BUDGET_MS = 20_000;
const MAX_PATHS = 500;
const OWN_TEMPORARY = /(^|\/)\.gatehouse-.*\.tmp$/;

/** Path and state of each file. */
type Snapshot = ReadonlyMap<string, string>;
type Listener = (paths: readonly string[], overflow: boolean) => void;

/** Watches a workspace while there are listeners. */
export class RemoteWatch {
  readonly #files: RemoteFiles;
  readonly #onTrouble: (reason: string) => void;
  readonly #listeners = new Set<Listener>();
  #stop: AbortController | undefined;

  constructor(files: RemoteFiles, onTrouble: (reason: string) => void) {
    this.#files = files;
    this.#onTrouble = onTrouble;
  }

  add(listener: Listener): () => void {
    const entry: Listener = (paths, overflow) => listener(paths, overflow);
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
      while (!signal.aborted) {
        await delay(POLL_MS, signal);
        const now = await takeSnapshot(this.#files, signal);
        this.#report(listChanges(before, now));
        before = now;
      }
    } catch (error) {
      if (signal.aborted) return;
      this.#stop = undefined;
      this.#onTrouble(errorMessage(error));
    }
  }

  #report(changed: readonly string[]): void {
    if (changed.length === 0) return;
    const overflow = changed.length > MAX_PATHS;
    for (const listener of this.#listeners) listener(overflow ? [] : changed, overflow);
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

function listChanges(before: Snapshot, now: Snapshot): readonly string[] {
  const changed = [...now].filter(([path, state]) => before.get(path) !== state).map(([path]) => path);
  return [...changed, ...[...before.keys()].filter((path) => !now.has(path))];
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

// The threads that search files: started by a search, shared by all workspaces, and ended when there was none for a while.
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { FileError, type LineMatch, type LineSearch } from '#core/ports/machine.ts';
import { SEARCH_BUDGET_MS } from '#core/workspaces/search-lines.ts';
import type { PlacedMatch, SearchJob, SearchMessage } from './search-job.ts';

const MAX_THREADS = 4;
const IDLE_MS = 30_000;
/** A thread ends within its own time limit, unless a disk doesn't answer. Then it isn't waited for any longer. */
const PATIENCE_MS = SEARCH_BUDGET_MS + 10_000;

/** What to search; see {@link SearchJob}. */
export type SearchTask = Pick<SearchJob, 'root' | 'closed' | 'folder' | 'query'>;

/** Options of one search. */
export interface SearchOptions {
  readonly signal: AbortSignal;
  onMatches?(matches: readonly LineMatch[]): void;
}

interface Running {
  open: number;
  timedOut: boolean;
  readonly found: PlacedMatch[];
  readonly options: SearchOptions;
  readonly limit: number;
  readonly settled: PromiseWithResolvers<LineSearch>;
}

/** Searches with all threads. @throws {FileError} for an invalid pattern */
export function searchInThreads(task: SearchTask, options: SearchOptions): Promise<LineSearch> {
  return THREADS.search(task, options);
}

/** Threads that search. */
export class SearchThreads {
  readonly #entry: URL;
  readonly #patienceMs: number;
  #workers: Worker[] = [];
  readonly #running = new Map<number, Running>();
  #nextId = 1;
  #idle: NodeJS.Timeout | undefined;

  constructor(entry = findEntry(), patienceMs = PATIENCE_MS) {
    this.#entry = entry;
    this.#patienceMs = patienceMs;
  }

  async search(task: SearchTask, options: SearchOptions): Promise<LineSearch> {
    options.signal.throwIfAborted();
    const id = this.#nextId;
    this.#nextId += 1;
    const stop = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    const workers = this.#start();
    for (const worker of workers) worker.ref();
    const settled = Promise.withResolvers<LineSearch>();
    const { limit } = task.query;
    this.#running.set(id, { open: workers.length, timedOut: false, found: [], options, limit, settled });
    const abort = (): void => {
      Atomics.store(stop, 0, 1);
      settled.reject(options.signal.reason);
    };
    options.signal.addEventListener('abort', abort, { once: true });
    for (const [thread, worker] of workers.entries())
      worker.postMessage({ ...task, id, stop, thread, threads: workers.length } satisfies SearchJob);
    const patience = setTimeout(() => this.#giveUp(id), this.#patienceMs);
    try {
      return await settled.promise;
    } finally {
      clearTimeout(patience);
      Atomics.store(stop, 0, 1);
      options.signal.removeEventListener('abort', abort);
      this.#running.delete(id);
      if (this.#running.size === 0) this.#rest();
    }
  }

  #start(): readonly Worker[] {
    clearTimeout(this.#idle);
    if (this.#workers.length > 0) return this.#workers;
    const count = Math.max(1, Math.min(MAX_THREADS, availableParallelism()));
    this.#workers = Array.from({ length: count }, () => {
      const worker = new Worker(this.#entry);
      worker.on('message', (message: SearchMessage) => this.#take(message));
      worker.once('error', (error) => this.#fail(error));
      return worker;
    });
    return this.#workers;
  }

  #rest(): void {
    for (const worker of this.#workers) worker.unref();
    this.#idle = setTimeout(() => this.#end(), IDLE_MS).unref();
  }

  #end(): void {
    for (const worker of this.#workers.splice(0)) void worker.terminate();
  }

  /** A broken thread breaks the searches that wait for it; the next search starts new ones. */
  #fail(error: unknown): void {
    this.#end();
    for (const { settled } of this.#running.values()) settled.reject(error);
  }

  /** The search ends with what was found. The threads are replaced, because one of them hangs. */
  #giveUp(id: number): void {
    const running = this.#running.get(id);
    if (running === undefined) return;
    running.settled.resolve(toResult({ ...running, timedOut: true }));
    this.#running.delete(id);
    this.#fail(new Error('A search thread hangs.'));
  }

  #take(message: SearchMessage): void {
    const running = this.#running.get(message.id);
    if (running === undefined) return;
    switch (message.type) {
      case 'matches':
        running.found.push(...message.matches);
        return running.options.onMatches?.(message.matches.map(toMatch));
      case 'failed':
        return running.settled.reject(new FileError('io', message.message));
      case 'done':
        running.open -= 1;
        running.timedOut ||= message.timedOut;
        if (running.open === 0) running.settled.resolve(toResult(running));
    }
  }
}

const THREADS = new SearchThreads();

function toResult({ found, limit, timedOut }: Running): LineSearch {
  found.sort((a, b) => a.place - b.place || a.line - b.line);
  return { matches: found.slice(0, limit).map(toMatch), timedOut };
}

function toMatch({ path: file, line, text }: PlacedMatch): LineMatch {
  return { path: file, line, text };
}

/** The entry of a thread: a file beside the bundle, or the source. */
function findEntry(): URL {
  const bundled = ['.', '..'].map((folder) => path.join(import.meta.dirname, folder, 'search-worker.js'));
  const source = path.join(import.meta.dirname, 'search-worker.ts');
  return pathToFileURL(bundled.find((file) => existsSync(file)) ?? source);
}

// How long the disk and the processors keep a small write waiting. Starting containers can hold up a write of the host for seconds,
// so what the host could save by a moment depends on it.
import { closeSync, openSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

const EVERY_MS = 100;
/** Writes that ended longer ago don't count, ms. */
const RECENT_MS = 5_000;

/** Writes to a file again and again, and knows how long that took. */
export class DiskProbe {
  readonly #ended: { readonly at: number; readonly ms: number }[] = [];
  #dueAt = performance.now();
  #isStopped = false;
  readonly #running: Promise<void>;

  constructor(file: string) {
    closeSync(openSync(file, 'w'));
    this.#running = this.#run(file);
  }

  /** The longest write lately, including the one that is going on, ms. */
  longestMs(): number {
    const now = performance.now();
    const recent = this.#ended.filter(({ at }) => at > now - RECENT_MS).map(({ ms }) => ms);
    return Math.max(0, now - this.#dueAt, ...recent);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#running;
  }

  async #run(file: string): Promise<void> {
    const handle = await open(file, 'w');
    try {
      while (!this.#isStopped) {
        await handle.write('x', 0);
        await handle.sync();
        const at = performance.now();
        this.#ended.push({ at, ms: at - this.#dueAt });
        if (this.#ended.length > RECENT_MS / EVERY_MS) this.#ended.shift();
        this.#dueAt = at + EVERY_MS;
        await delay(EVERY_MS);
      }
    } finally {
      await handle.close();
    }
  }
}

// Saves the output of a terminal: at most one write a second for everything since the last one, however fast it prints.
import type { Clock } from '#core/ports/clock.ts';
import type { Log } from '#core/ports/log.ts';

/** Time between the first unsaved output and its write, ms. */
export const SAVE_AFTER_MS = 1_000;

/** What it needs. Offsets are those of the terminal's output. */
export interface OutputKeeperParts {
  readonly clock: Pick<Clock, 'after'>;
  readonly log: Log;
  end(): number;
  /** The output after an offset; undefined if part of it is gone. */
  since(offset: number): string | undefined;
  /** The output that is still there. */
  latest(): string;
  /** How much of it can be saved: a secret that isn't complete wouldn't be recognized, so it waits for the rest. */
  countComplete(text: string): number;
  /** Adds output; after a gap, replaces what was saved before. */
  write(text: string, afterGap: boolean): Promise<void>;
}

/** Saves output until it is stopped. */
export class OutputKeeper {
  readonly #parts: OutputKeeperParts;
  #saved = 0;
  /** Up to where output was looked at. */
  #seen = 0;
  #cancel: (() => void) | undefined;
  #writing: Promise<void> | undefined;
  #hasFailed = false;
  #isStopped = false;

  constructor(parts: OutputKeeperParts) {
    this.#parts = parts;
  }

  /** Called after each piece of output. */
  changed(): void {
    if (this.#isStopped || this.#writing !== undefined) return;
    this.#cancel ??= this.#parts.clock.after(SAVE_AFTER_MS, () => void this.#save());
  }

  /** Saves what is left, and nothing after that. */
  async finish(): Promise<void> {
    this.stop();
    await this.#writing;
    await this.#save(true);
  }

  /** Saves nothing more. */
  stop(): void {
    this.#isStopped = true;
    this.#cancel?.();
    this.#cancel = undefined;
  }

  async #save(isLast = false): Promise<void> {
    this.#cancel = undefined;
    this.#writing = this.#write(isLast);
    await this.#writing;
    this.#writing = undefined;
    if (this.#seen < this.#parts.end() && !this.#hasFailed) this.changed();
  }

  async #write(isLast: boolean): Promise<void> {
    const { log, end, since, latest, countComplete, write } = this.#parts;
    this.#seen = end();
    const next = since(this.#saved);
    const text = next ?? latest();
    const complete = isLast ? text : text.slice(0, countComplete(text));
    if (complete === '') return;
    const upTo = this.#seen - (text.length - complete.length);
    try {
      await write(complete, next === undefined);
      this.#saved = upTo;
      this.#hasFailed = false;
    } catch (error) {
      // Tried again after more output.
      if (!this.#hasFailed) log.warn("Couldn't save the output of a terminal.", { error: String(error) });
      this.#hasFailed = true;
    }
  }
}

// Collects the output of all sources, saves it a few times per second, and publishes what it saved. If the store can't be written,
// output is lost, and the commands continue.
import type { ConsoleError, ConsoleLine, ConsoleOutput, ConsoleSource } from '#contract/types/console.ts';
import type { Clock } from '../ports/clock.ts';
import type { ConsoleStore } from '../ports/console-store.ts';
import type { Log } from '../ports/log.ts';

/** Longest time that output waits to be saved, ms. */
const FLUSH_MS = 100;
/** Bytes written to a project, or time, after which its bounds are applied. */
const PRUNE_BYTES = 1024 * 1024;
const PRUNE_MS = 60 * 60_000;
const DAY_MS = 24 * 60 * 60_000;
const BYTES_PER_MEGABYTE = 1024 * 1024;

/** What waits to be saved for one project. */
interface Pending {
  readonly ownerId: string;
  readonly lines: ConsoleLine[];
  readonly sources: Map<string, ConsoleSource>;
  readonly errors: Map<string, ConsoleError>;
}

interface Written {
  bytes: number;
  prunedAt: number;
}

/** What {@link ConsoleWriter} depends on. */
export interface WriterPorts {
  readonly store: ConsoleStore;
  readonly clock: Clock;
  readonly log: Log;
  /** Most output of a project, MB, and the days after which it is removed. */
  bounds(): { readonly maxMegabytes: number; readonly retentionDays: number };
  publish(output: ConsoleOutput): void;
}

/** Saves and publishes output. */
export class ConsoleWriter {
  readonly #ports: WriterPorts;
  readonly #pending = new Map<string, Pending>();
  readonly #written = new Map<string, Written>();
  #lastId: number | undefined;
  #lastIdRead: Promise<void> | undefined;
  #cancel: (() => void) | undefined;
  #hasFailed = false;

  constructor(ports: WriterPorts) {
    this.#ports = ports;
  }

  /** Must have resolved before the first line, because it reads the number of the last one. */
  prepare(): Promise<void> {
    return (this.#lastIdRead ??= this.#ports.store.lastLineId().then((id) => void (this.#lastId = id)));
  }

  /** Adds a line and returns its id. */
  line(project: string, ownerId: string, line: Omit<ConsoleLine, 'id' | 'ts'>): number {
    const id = (this.#lastId ?? 0) + 1;
    this.#lastId = id;
    this.#getPending(project, ownerId).lines.push({ id, ts: this.#ports.clock.now(), ...line });
    return id;
  }

  source(project: string, ownerId: string, source: ConsoleSource): void {
    this.#getPending(project, ownerId).sources.set(source.id, source);
  }

  error(project: string, ownerId: string, error: ConsoleError): void {
    this.#getPending(project, ownerId).errors.set(error.id, error);
  }

  /** Saves everything that waits. */
  async flush(): Promise<void> {
    this.#cancel?.();
    this.#cancel = undefined;
    const pending = [...this.#pending];
    this.#pending.clear();
    if (pending.length === 0) return;
    try {
      await this.#save(pending);
      this.#hasFailed = false;
    } catch (error) {
      if (!this.#hasFailed) this.#ports.log.warn("Couldn't save console output.", { error: String(error) });
      this.#hasFailed = true;
    }
    for (const [project, { lines, sources, errors }] of pending)
      this.#ports.publish({ project, lines, sources: [...sources.values()], errors: [...errors.values()] });
  }

  async #save(pending: readonly (readonly [string, Pending])[]): Promise<void> {
    const owned = <T extends object>(project: string, ownerId: string, rows: Iterable<T>) =>
      [...rows].map((row) => ({ ...row, project, ownerId }));
    await this.#ports.store.write({
      chunks: pending.flatMap(([project, { ownerId, lines }]) =>
        lines.length === 0 ? [] : [{ project, ownerId, lines }],
      ),
      sources: pending.flatMap(([project, { ownerId, sources }]) => owned(project, ownerId, sources.values())),
      errors: pending.flatMap(([project, { ownerId, errors }]) => owned(project, ownerId, errors.values())),
    });
    for (const [project, { lines }] of pending) await this.#prune(project, lines);
  }

  async #prune(project: string, lines: readonly ConsoleLine[]): Promise<void> {
    const now = this.#ports.clock.now();
    const written = this.#written.get(project) ?? { bytes: PRUNE_BYTES, prunedAt: 0 };
    this.#written.set(project, written);
    written.bytes += lines.reduce((sum, { text }) => sum + text.length, 0);
    if (written.bytes < PRUNE_BYTES && now - written.prunedAt < PRUNE_MS) return;
    written.bytes = 0;
    written.prunedAt = now;
    const { maxMegabytes, retentionDays } = this.#ports.bounds();
    const bounds = { maxBytes: maxMegabytes * BYTES_PER_MEGABYTE, beforeMs: now - retentionDays * DAY_MS };
    await this.#ports.store.prune(project, bounds);
  }

  #getPending(project: string, ownerId: string): Pending {
    const known = this.#pending.get(project);
    if (known !== undefined) return known;
    const pending: Pending = { ownerId, lines: [], sources: new Map(), errors: new Map() };
    this.#pending.set(project, pending);
    this.#cancel ??= this.#ports.clock.after(FLUSH_MS, () => void this.flush());
    return pending;
  }
}

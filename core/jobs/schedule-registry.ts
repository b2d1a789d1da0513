// All schedules, mirrored in memory. Changes are serialized: written first, then visible.
import type { ScheduleRecord, ScheduleRun } from '../ports/schedules.ts';
import type { AuditDraft } from '../ports/audit.ts';
import type { Store } from '../ports/store.ts';
import type { ScheduleNotice } from './schedules-api.ts';
import { SerialQueue } from '../serial-queue.ts';

/** Finished rows to keep per schedule, and the number of new rows after which others are pruned. */
const KEPT_ROWS = 300;
const ROWS_BETWEEN_PRUNES = 2_000;

/** All schedules of a host. */
export class ScheduleRegistry {
  readonly #store: Store['schedules'];
  readonly #schedules = new Map<string, ScheduleRecord>();
  readonly #listeners = new Set<(notice: ScheduleNotice) => void>();
  readonly #queue = new SerialQueue();
  #revision = 1;
  #rows = 0;

  constructor(store: Store['schedules']) {
    this.#store = store;
  }

  async load(): Promise<void> {
    for (const schedule of await this.#store.list()) this.#schedules.set(schedule.id, schedule);
  }

  get revision(): number {
    return this.#revision;
  }

  list(): readonly ScheduleRecord[] {
    return [...this.#schedules.values()];
  }

  get(id: string): ScheduleRecord | undefined {
    return this.#schedules.get(id);
  }

  /** Runs `work` after all earlier work, so nothing changes between its reads and its writes. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    return this.#queue.run(work);
  }

  /** Resolves when all work added so far is done. */
  rest(): Promise<void> {
    return this.#queue.idle();
  }

  /** Saves a schedule; call within a turn. */
  async save(schedule: ScheduleRecord, audit?: AuditDraft): Promise<void> {
    await this.#store.save(schedule, audit);
    this.see(schedule);
  }

  /** Removes a schedule; call within a turn. */
  async remove(id: string, audit?: AuditDraft): Promise<void> {
    await this.#store.remove(id, audit);
    this.forget(id);
  }

  /** Claims rows together with the schedule they advance; returns the new ones. Prunes old rows now and then. */
  async claim(schedule: ScheduleRecord | undefined, asked: readonly ScheduleRun[]): Promise<readonly ScheduleRun[]> {
    const rows = await this.#store.claim(schedule, asked);
    if (schedule !== undefined) this.see(schedule);
    this.#rows += rows.length;
    if (this.#rows >= ROWS_BETWEEN_PRUNES) {
      this.#rows = 0;
      // A failed prune does not affect the claim; it is retried after the next batch of rows.
      await this.#store.prune(KEPT_ROWS).catch(() => undefined);
    }
    return rows;
  }

  /** Records a schedule that was saved together with something else. */
  see(schedule: ScheduleRecord): void {
    this.#schedules.set(schedule.id, schedule);
    this.#revision += 1;
  }

  forget(id: string): void {
    this.#schedules.delete(id);
    this.#revision += 1;
  }

  onNotice(listener: (notice: ScheduleNotice) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  publish(notice: ScheduleNotice): void {
    for (const listener of this.#listeners) listener(notice);
  }
}

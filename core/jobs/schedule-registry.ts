// All schedules, mirrored in memory. Changes are serialized: written first, then visible.
import type { JobChange } from '../ports/jobs.ts';
import type { ScheduleRecord } from '../ports/schedules.ts';
import type { AuditDraft } from '../ports/audit.ts';
import type { Store } from '../ports/store.ts';
import type { ScheduleNotice } from './schedules-api.ts';
import { SerialQueue } from '../serial-queue.ts';

/** All schedules of a host. */
export class ScheduleRegistry {
  /** Changes run in it, so that nothing changes between their reads and writes. */
  readonly queue = new SerialQueue();
  readonly #store: Store['schedules'];
  readonly #schedules = new Map<string, ScheduleRecord>();
  readonly #listeners = new Set<(notice: ScheduleNotice) => void>();
  #revision = 1;

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

  /** Saves a schedule. Call it within the queue. */
  async save(schedule: ScheduleRecord, audit?: AuditDraft): Promise<void> {
    await this.#store.save(schedule, audit);
    this.see({ saveSchedule: schedule });
  }

  /** Removes a schedule. Call it within the queue. */
  async remove(id: string, audit?: AuditDraft): Promise<void> {
    await this.#store.remove(id, audit);
    this.see({ removeSchedule: id });
  }

  /** Records a change that was saved together with a job. */
  see({ saveSchedule, removeSchedule }: JobChange): void {
    if (saveSchedule !== undefined) this.#schedules.set(saveSchedule.id, saveSchedule);
    if (removeSchedule !== undefined) this.#schedules.delete(removeSchedule);
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

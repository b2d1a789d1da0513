// The dispatches in memory and in the store. A change is saved before it is seen.
import { invalidRequest } from '#contract/wire/errors.ts';
import type { AuditDraft } from '../ports/audit.ts';
import type {
  DispatchAttachments,
  DispatchEntryRecord,
  DispatchRecord,
  DispatchStore,
} from '../ports/dispatch-store.ts';
import { SerialQueue } from '../serial-queue.ts';

/** All dispatches. Changes follow one another. */
export class KnownDispatches {
  readonly #store: DispatchStore;
  readonly #changed: () => void;
  readonly #changes = new SerialQueue();
  #records: ReadonlyMap<string, DispatchRecord> = new Map();

  constructor(store: DispatchStore, changed: () => void) {
    this.#store = store;
    this.#changed = changed;
  }

  async load(): Promise<void> {
    this.#records = new Map((await this.#store.list()).map((record) => [record.id, record]));
  }

  /** Oldest first. */
  list(): readonly DispatchRecord[] {
    return [...this.#records.values()];
  }

  /** @throws {GatewayError} `DISPATCH_NOT_FOUND` */
  require(id: string): DispatchRecord {
    const record = this.#records.get(id);
    if (record !== undefined) return record;
    throw invalidRequest('Dispatch not found.', 'DISPATCH_NOT_FOUND', 'List the dispatches and choose one of them.');
  }

  /** Adds a dispatch, unless there is one with its idempotency key. */
  add(
    record: DispatchRecord,
    attachments: DispatchAttachments,
    audit: AuditDraft,
  ): Promise<{ readonly record: DispatchRecord; readonly isNew: boolean }> {
    return this.#changes.run(async () => {
      const known = this.findByKey(record.idempotencyKey);
      if (known !== undefined) return { record: known, isNew: false };
      await this.#store.add(record, attachments, audit);
      this.#set(record);
      return { record, isNew: true };
    });
  }

  findByKey(idempotencyKey: string): DispatchRecord | undefined {
    return this.list().find((record) => record.idempotencyKey === idempotencyKey);
  }

  /** Changes a dispatch as it is now. */
  change(id: string, change: (record: DispatchRecord) => DispatchRecord, audit?: AuditDraft): Promise<DispatchRecord> {
    return this.#changes.run(async () => {
      const next = change(this.require(id));
      await this.#store.save(next, audit);
      this.#set(next);
      return next;
    });
  }

  /** Changes an entry as it is now. */
  changeEntry(
    id: string,
    entryId: string,
    change: (entry: DispatchEntryRecord) => DispatchEntryRecord,
  ): Promise<DispatchRecord> {
    return this.change(id, (record) => ({
      ...record,
      entries: record.entries.map((entry) => (entry.id === entryId ? change(entry) : entry)),
    }));
  }

  #set(record: DispatchRecord): void {
    this.#records = new Map([...this.#records, [record.id, record]]);
    this.#changed();
  }
}

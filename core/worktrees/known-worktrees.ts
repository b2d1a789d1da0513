// All worktrees, read once at the start and written through, so that rows and checks needn't wait for the store.
import type { AuditDraft } from '../ports/audit.ts';
import type { WorktreeRecord, WorktreeStore } from '../ports/worktree-store.ts';

/** The worktrees of this gateway. */
export class KnownWorktrees {
  readonly #store: WorktreeStore;
  readonly #changed: () => void;
  readonly #records = new Map<string, WorktreeRecord>();

  constructor(store: WorktreeStore, changed: () => void) {
    this.#store = store;
    this.#changed = changed;
  }

  async load(): Promise<void> {
    for (const record of await this.#store.list()) this.#records.set(record.id, record);
  }

  /** Oldest first. */
  list(): readonly WorktreeRecord[] {
    return [...this.#records.values()];
  }

  get(id: string): WorktreeRecord | undefined {
    return this.#records.get(id);
  }

  async save(record: WorktreeRecord, audit?: AuditDraft): Promise<void> {
    await this.#store.save(record, audit);
    this.#records.set(record.id, record);
    this.#changed();
  }

  async delete(id: string, audit?: AuditDraft): Promise<void> {
    await this.#store.delete(id, audit);
    this.#records.delete(id);
    this.#changed();
  }
}

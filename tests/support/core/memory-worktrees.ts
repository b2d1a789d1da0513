// Worktrees in memory, for tests.
import type { AuditDraft } from '#core/ports/audit.ts';
import type { WorktreeRecord, WorktreeStore } from '#core/ports/worktree-store.ts';

/** The worktrees of the in-memory store. */
export function worktreeStore(table: Map<string, WorktreeRecord>, note: (entry: AuditDraft) => void): WorktreeStore {
  return {
    list: async () => [...table.values()],
    async save(record, audit) {
      table.set(record.id, record);
      if (audit !== undefined) note(audit);
    },
    async delete(id, audit) {
      table.delete(id);
      if (audit !== undefined) note(audit);
    },
  };
}

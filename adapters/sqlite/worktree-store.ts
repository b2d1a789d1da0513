// Worktrees.
import type { WorktreeRecord, WorktreeStore } from '#core/ports/worktree-store.ts';
import type { AuditLog } from './audit-log.ts';
import type { Connection } from './connection.ts';

/** Opens the table of worktrees. */
export function openWorktrees(connection: Connection, audit: AuditLog): WorktreeStore {
  const list = connection.records<[], WorktreeRecord>('SELECT json FROM worktrees ORDER BY created_at, rowid');
  const save = connection.insert('worktrees', 'ON CONFLICT (id) DO UPDATE SET json = @json');
  const remove = connection.database.prepare('DELETE FROM worktrees WHERE id = ?');
  return {
    list: async () => list(),
    save: async (record, entry) =>
      connection.write(() => {
        const { id, createdAt, ownerId } = record;
        save({ id, createdAt, json: JSON.stringify(record), ownerId });
        if (entry !== undefined) audit.chain(entry);
      }),
    delete: async (id, entry) =>
      connection.write(() => {
        remove.run(id);
        if (entry !== undefined) audit.chain(entry);
      }),
  };
}

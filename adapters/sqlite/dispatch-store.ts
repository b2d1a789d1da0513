// Dispatches.
import type { DispatchAttachments, DispatchRecord, DispatchStore } from '#core/ports/dispatch-store.ts';
import type { AuditDraft } from '#core/ports/audit.ts';
import type { AuditLog } from './audit-log.ts';
import type { Connection } from './connection.ts';

/** Opens the table of dispatches. */
export function openDispatches(connection: Connection, audit: AuditLog): DispatchStore {
  const { database } = connection;
  const list = connection.records<[], DispatchRecord>('SELECT json FROM dispatches ORDER BY created_at, rowid');
  const attachments = connection.record<[string], DispatchAttachments>(
    'SELECT attachments FROM dispatches WHERE id = ? AND attachments IS NOT NULL',
  );
  const insert = connection.insert('dispatches');
  const update = database.prepare('UPDATE dispatches SET json = ? WHERE id = ?');
  const forget = database.prepare('UPDATE dispatches SET attachments = NULL WHERE id = ?');
  const chain = (entry: AuditDraft | undefined): void => {
    if (entry !== undefined) audit.chain(entry);
  };
  return {
    list: async () => list(),
    attachments: async (id) => attachments(id),
    add: async (record, given, entry) =>
      connection.write(() => {
        const { id, idempotencyKey, createdAt, ownerId } = record;
        const json = JSON.stringify(record);
        insert({ id, idempotencyKey, createdAt, json, attachments: JSON.stringify(given), ownerId });
        chain(entry);
      }),
    save: async (record, entry) =>
      connection.write(() => {
        update.run(JSON.stringify(record), record.id);
        chain(entry);
      }),
    forgetAttachments: async (id) => void connection.write(() => forget.run(id)),
  };
}

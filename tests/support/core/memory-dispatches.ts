// Dispatches in memory, for tests.
import type { AuditDraft } from '#core/ports/audit.ts';
import type { DispatchAttachments, DispatchRecord, DispatchStore } from '#core/ports/dispatch-store.ts';

/** The tables of dispatches. */
export interface DispatchTables {
  readonly records: Map<string, DispatchRecord>;
  readonly attachments: Map<string, DispatchAttachments>;
}

/** The dispatches of the in-memory store. */
export function dispatchStore(
  { records, attachments }: DispatchTables,
  note: (entry: AuditDraft) => void,
): DispatchStore {
  return {
    list: async () => [...records.values()],
    attachments: async (id) => attachments.get(id),
    async add(record, given, audit) {
      records.set(record.id, record);
      attachments.set(record.id, given);
      note(audit);
    },
    async save(record, audit) {
      if (records.has(record.id)) records.set(record.id, record);
      if (audit !== undefined) note(audit);
    },
    forgetAttachments: async (id) => void attachments.delete(id),
  };
}

// Permanently removes all conversations, including from free pages of the file.
import type { AuditDraft } from '#core/ports/audit.ts';
import { DELIVERIES_PREFIX } from '#core/ports/settings-store.ts';
import type { AuditLog } from './audit-log.ts';
import type { Connection } from './connection.ts';

/** Tables whose deleted rows are counted, by the name of the count. */
const COUNTED = {
  sessions: 'sessions',
  events: 'events',
  approvals: 'approvals',
  usage: 'usage',
  runs: 'runs',
  jobs: 'jobs',
  systemEvents: 'system_events',
} as const;

const CLEAR = [
  'DELETE FROM search_entries',
  "INSERT INTO search (search) VALUES ('delete-all')",
  'DELETE FROM events',
  'DELETE FROM transcript',
  'DELETE FROM conversations',
  'DELETE FROM waiting_messages',
  'DELETE FROM open_messages',
  `DELETE FROM settings WHERE key GLOB '${DELIVERIES_PREFIX}*'`,
  'DELETE FROM approvals',
  'DELETE FROM approval_rules WHERE session_key IS NOT NULL',
  'DELETE FROM usage',
  'DELETE FROM runs',
  'DELETE FROM queued_runs',
  'DELETE FROM console_chunks',
  'DELETE FROM console_sources',
  'DELETE FROM console_errors',
  'DELETE FROM run_snapshots',
  'DELETE FROM changed_files',
  'DELETE FROM change_operations',
  'DELETE FROM change_comments',
  'DELETE FROM viewed_files',
  'DELETE FROM jobs',
  'DELETE FROM system_events',
  "DELETE FROM agent_file_versions WHERE name = 'MEMORY.md'",
  "DELETE FROM settings WHERE key = 'sessions.groups'",
  'DELETE FROM file_versions',
  'DELETE FROM attachment_blobs',
  'DELETE FROM dispatches',
  'DELETE FROM share_links',
  'DELETE FROM model_requests',
  'DELETE FROM request_parts',
  'DELETE FROM session_checkpoints',
  'DELETE FROM sessions',
];

/** Removes all conversations. Returns the number of deleted rows by kind. */
export async function purgeAll(
  connection: Connection,
  audit: AuditLog,
  entry: AuditDraft,
): Promise<Readonly<Record<string, number>>> {
  const { database } = connection;
  const removed = connection.write(() => {
    const count = (table: string) => Number(database.prepare(`SELECT count(*) FROM ${table}`).pluck().get());
    const counts = Object.fromEntries(Object.entries(COUNTED).map(([name, table]) => [name, count(table)]));
    for (const statement of CLEAR) database.exec(statement);
    audit.forgetDetails();
    audit.chain({ ...entry, details: { ...entry.details, removed: counts } });
    return counts;
  });
  await connection.settle();
  // Rewrites the file and empties the write-ahead log, so that no old page remains.
  connection.read(() => {
    database.exec('VACUUM');
    database.pragma('wal_checkpoint(TRUNCATE)');
  });
  return removed;
}

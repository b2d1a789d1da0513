// Runs that wait for a slot.
import type { RunQueueStore, StoredQueuedRun } from '#core/ports/run-queue-store.ts';
import type { Connection } from './connection.ts';

/** Opens the table of queued runs. */
export function openRunQueue(connection: Connection): RunQueueStore {
  const list = connection.all<[], StoredQueuedRun>(
    `SELECT run_id AS runId, session_key AS sessionKey, owner_id AS ownerId, place, queued_at AS queuedAt
     FROM queued_runs ORDER BY place`,
  );
  const save = connection.insert('queued_runs', 'ON CONFLICT (run_id) DO UPDATE SET place = @place');
  const remove = connection.database.prepare('DELETE FROM queued_runs WHERE run_id = ?');
  return {
    list: async () => list(),
    save: async (runs) =>
      connection.write(() => {
        for (const run of runs) save({ ...run });
      }),
    remove: async (runIds) =>
      connection.write(() => {
        for (const runId of runIds) remove.run(runId);
      }),
  };
}

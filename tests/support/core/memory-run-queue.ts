// The queue of runs in memory, for tests.
import type { RunQueueStore, StoredQueuedRun } from '#core/ports/run-queue-store.ts';

/** The queued runs of the in-memory store. */
export function runQueueStore(table: Map<string, StoredQueuedRun>): RunQueueStore {
  return {
    list: async () => [...table.values()].toSorted((a, b) => a.place - b.place),
    save: async (runs) => {
      for (const run of runs) table.set(run.runId, run);
    },
    remove: async (runIds) => {
      for (const runId of runIds) table.delete(runId);
    },
  };
}

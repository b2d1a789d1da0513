// The queue of runs: what the gateway reported last, and the changes that a person can make.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { QueuedRunRow, RunQueueStatus } from '#contract/types/run-queue.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { supports } from '#contract/wire/features.ts';
import { onFresh } from './connection.ts';

/** The queue of runs. */
export interface RunQueue {
  readonly store: StoreApi<RunQueueStatus>;
  /** Moves a run by a number of places, or to the front. */
  move(runId: string, by: -1 | 1 | 'front'): Promise<void>;
  /** Moves a run to just before another one. */
  moveBefore(runId: string, beforeRunId: string | undefined): Promise<void>;
  cancel(runId: string): Promise<void>;
}

const EMPTY: RunQueueStatus = { runs: [], activeRuns: 0, limit: 0, configuredLimit: 0, perUserLimit: 0 };

/** Follows the gateway's queue for as long as the app lives. */
export function createRunQueue(client: GatewayClient): RunQueue {
  const store = createStore<RunQueueStatus>(() => EMPTY);
  let latest = 0;
  const read = async (): Promise<void> => {
    if (!supports(client.hello(), 'runs.queue.list')) return;
    latest += 1;
    const mine = latest;
    try {
      const status = await client.request('runs.queue.list', {});
      if (mine === latest) store.setState(status, true);
    } catch {
      // The list stays; it is read again after a reconnect.
    }
  };
  onFresh(client, () => void read());
  client.on('runs.queue.changed', () => void read());
  const moveBefore = async (runId: string, beforeRunId: string | undefined): Promise<void> => {
    await client.request('runs.queue.move', { runId, ...(beforeRunId === undefined ? {} : { beforeRunId }) });
    await read();
  };
  return {
    store,
    moveBefore,
    async move(runId, by) {
      const target = findTarget(store.getState().runs, runId, by);
      if (target !== undefined) await moveBefore(runId, target.beforeRunId);
    },
    async cancel(runId) {
      await client.request('runs.queue.cancel', { runId });
      await read();
    },
  };
}

/** The run that a moved one goes before: absent at the end; undefined if the run stays where it is. */
export function findTarget(
  runs: readonly QueuedRunRow[],
  runId: string,
  by: -1 | 1 | 'front',
): { readonly beforeRunId: string | undefined } | undefined {
  const index = runs.findIndex((run) => run.runId === runId);
  if (index === -1) return undefined;
  if (by === 1) return index === runs.length - 1 ? undefined : { beforeRunId: runs[index + 2]?.runId };
  if (index === 0) return undefined;
  return { beforeRunId: runs[by === 'front' ? 0 : index - 1]?.runId };
}

// Conformance suite of a store, queued runs.
import { expect, it } from 'vitest';
import type { StoredQueuedRun } from '#core/ports/run-queue-store.ts';
import type { Store } from '#core/ports/store.ts';

/** A queued run. */
export function queuedRun(runId: string, place: number): StoredQueuedRun {
  return { runId, sessionKey: `agent:main:${runId}`, ownerId: 'ada', place, queuedAt: 1_000 };
}

/** Registers the tests of queued runs. */
export function runQueueConformance(store: () => Store): void {
  const queue = () => store().runQueue;
  const ids = async () => (await queue().list()).map(({ runId }) => runId);

  it('lists queued runs by their place, also between two others', async () => {
    await queue().save([queuedRun('b', 2), queuedRun('a', 1)]);
    await queue().save([queuedRun('c', 1.5)]);
    expect(await queue().list()).toEqual([queuedRun('a', 1), queuedRun('c', 1.5), queuedRun('b', 2)]);
  });

  it('changes the place of a queued run, and removes runs', async () => {
    await queue().save([queuedRun('a', 1), queuedRun('b', 2)]);
    await queue().save([queuedRun('a', 3)]);
    expect(await ids()).toEqual(['b', 'a']);
    await queue().remove(['b', 'unknown']);
    expect(await ids()).toEqual(['a']);
  });
}

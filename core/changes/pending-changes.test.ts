// Proves: TF-4
import { expect, it } from 'vitest';
import type { TreeChange } from '../ports/snapshots.ts';
import type { ChangesStore } from '../ports/changes-store.ts';
import { ManualClock } from '#tests/support/core/manual-clock.ts';
import { createMemoryStore } from '#tests/support/core/memory-store.ts';
import { findChanges } from './pending-changes.ts';
import type { VersionContents } from './track-files.ts';

const RUN = { runId: 'r', sessionKey: 's', ownerId: 'me', folder: '/work', startedAt: 0, before: 'first', notes: [] };
const version = (id: string) => ({ id, mode: '100644' as const });
const CHANGE: TreeChange = { path: 'a', before: version('1\n'), after: version('2\n'), additions: 1, deletions: 1 };
/** An earlier run changed the same line. */
const STATE = { ...CHANGE, before: version('0\n'), sessionKey: 's', ownerId: 'me', updatedAt: 1 };
const CONTENTS: VersionContents = {
  load: async (versions) => versions.map((one) => one && { mode: one.mode, text: one.id }),
  save: async (side) => side && { id: side.text, mode: side.mode },
};

async function startRun(changes: ChangesStore): Promise<void> {
  await changes.write({ snapshots: [{ ...RUN, files: [] }], states: [{ ...STATE, after: version('1\n') }] });
}

async function endRun(changes: ChangesStore): Promise<void> {
  await changes.write({
    snapshots: [{ ...RUN, files: [CHANGE], after: 'last', endedAt: 1 }],
    states: [STATE],
  });
}

it('lists the changes of earlier runs too if the run ends while they are compared', async () => {
  const store = createMemoryStore();
  await startRun(store.changes);
  const findLive = async () => {
    await endRun(store.changes);
    return [CHANGE];
  };
  const ports = { store, clock: new ManualClock() };
  const { changes } = await findChanges({ ports, contents: CONTENTS, findLive }, 's', { scope: 'session' });
  expect(changes).toMatchObject([{ before: version('0\n'), after: version('2\n') }]);
});

it('lists the changes of earlier runs too if the run ends while they are read', async () => {
  const { changes: stored, ...rest } = createMemoryStore();
  await startRun(stored);
  const changes: ChangesStore = {
    ...stored,
    async snapshots(sessionKey) {
      const all = await stored.snapshots(sessionKey);
      await endRun(stored);
      return all;
    },
  };
  const findLive = async () => [CHANGE];
  const ports = { store: { ...rest, changes }, clock: new ManualClock() };
  const found = await findChanges({ ports, contents: CONTENTS, findLive }, 's', { scope: 'session' });
  expect(found.changes).toMatchObject([{ before: version('0\n'), after: version('2\n') }]);
});

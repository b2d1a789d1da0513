// Proves: TF-4
import { expect, it } from 'vitest';
import type { Snapshots } from '#core/ports/snapshots.ts';
import { ManualClock } from '#tests/support/core/manual-clock.ts';
import { createMemoryStore } from '#tests/support/core/memory-store.ts';
import { QUIET } from '#tests/support/quiet-log.ts';
import { RunSnapshots } from './run-snapshots.ts';

it('keeps the versions of a file for as long as its changes, also when the run that they come from is older', async () => {
  const renewed: string[] = [];
  const version = (id: string) => ({ id, mode: '100644' as const });
  let change = { path: 'a', before: version('old'), after: version('next') };
  const snapshots: Partial<Snapshots> = {
    locate: async (folder) => folder,
    take: async (_folder, name) => ({ tree: name, gaps: [] }),
    compare: async () => [change],
    read: async (ids) => new Map(ids.map((id) => [id, `${id}\n`])),
    renew: async (ids) => void renewed.push(...ids),
  };
  const runs = new RunSnapshots({
    // Only these are used.
    ports: { store: createMemoryStore(), snapshots: snapshots as Snapshots, clock: new ManualClock(), log: QUIET },
    contents: {
      load: async (versions) =>
        versions.map((one) => (one === undefined ? undefined : { mode: one.mode, text: one.id })),
      save: async (side) => (side === undefined ? undefined : { id: side.text, mode: side.mode }),
    },
    changed: () => undefined,
  });
  const { signal } = new AbortController();
  for (const runId of ['first', 'second']) {
    renewed.length = 0;
    await runs.begin({ runId, sessionKey: 's', ownerId: 'me', folder: '/work' }, signal);
    await runs.end('s', runId);
    change = { path: 'a', before: version('next'), after: version('last') };
  }
  expect(renewed).toContain('old');
});

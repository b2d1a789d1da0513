// Conformance of the checkpoints of sessions.
import { expect, it } from 'vitest';
import { EMPTY_SESSION } from '#contract/sessions/session-fold.ts';
import type { SessionCheckpoint } from '#core/ports/sessions-store.ts';
import type { Store } from '#core/ports/store.ts';
import { AUDIT, KEY, saying, sessionRecord, T0 } from './store-samples.ts';

const IMAGE = { type: 'image', mimeType: 'image/png', data: 'aGk=' } as const;

/** A checkpoint after the event `seq`, with an attachment. */
export const sampleCheckpoint = (seq: number): SessionCheckpoint => ({
  seq,
  foldVersion: 1,
  hasOlder: true,
  view: {
    ...EMPTY_SESSION,
    seq,
    items: [{ kind: 'user', id: 'm', seq, ts: T0, runId: 'r', text: 'hi', images: [IMAGE], steered: false }],
  },
});

/** Registers the tests. */
export function checkpointConformance(store: () => Store): void {
  const sessions = () => store().sessions;

  it('keeps the last checkpoint of a session', async () => {
    await sessions().commit(saying(KEY, 'hi', { create: sessionRecord(KEY) }));
    expect(await sessions().checkpoint(KEY)).toBeUndefined();
    await sessions().saveCheckpoint(KEY, sampleCheckpoint(1));
    await sessions().saveCheckpoint(KEY, sampleCheckpoint(2));
    expect(await sessions().checkpoint(KEY)).toEqual(sampleCheckpoint(2));
    expect(await sessions().checkpoint('agent:main:other')).toBeUndefined();
  });

  it('saves none for a session that is gone', async () => {
    await sessions().saveCheckpoint(KEY, sampleCheckpoint(1));
    expect(await sessions().checkpoint(KEY)).toBeUndefined();
  });

  it.each(['purgeDeleted', 'purgeAll'] as const)('removes the checkpoint of a session with it (%s)', async (purge) => {
    await sessions().commit(saying(KEY, 'hi', { create: sessionRecord(KEY) }));
    await sessions().saveCheckpoint(KEY, sampleCheckpoint(1));
    await sessions().patch(KEY, { deletedAt: T0 }, AUDIT);
    await (purge === 'purgeAll' ? sessions().purgeAll(AUDIT) : sessions().purgeDeleted(T0 + 1));
    await sessions().commit(saying(KEY, 'again', { create: sessionRecord(KEY) }));
    expect(await sessions().checkpoint(KEY)).toBeUndefined();
  });
}

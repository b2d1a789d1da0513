// Conformance suite of a store, changes.
import { expect, it } from 'vitest';
import type { FileState, OperationRecord, RunSnapshot, StoredComment } from '#core/ports/changes-store.ts';
import type { Store } from '#core/ports/store.ts';
import { KEY, sessionRecord } from './store-samples.ts';

const OWNED = { sessionKey: KEY, ownerId: 'ada' };

/** The snapshots of a run. */
export function runSnapshot(runId: string, more: Partial<RunSnapshot> = {}): RunSnapshot {
  return { ...OWNED, runId, folder: '/work', startedAt: 1_000, notes: [], files: [], before: 'b1', ...more };
}

/** The state of a file. */
export function fileState(path: string, more: Partial<FileState> = {}): FileState {
  const versions = { before: { id: 'b', mode: '100644' }, after: { id: 'a', mode: '100644' } } as const;
  return { ...OWNED, path, ...versions, additions: 1, deletions: 1, updatedAt: 1_000, ...more };
}

/** A decision. */
export function changeOperation(id: string, more: Partial<OperationRecord> = {}): OperationRecord {
  const facts = {
    folder: '/work',
    kind: 'reject',
    state: 'done',
    by: 'ada',
    at: 1_000,
    steps: [],
    states: [],
  } as const;
  return { ...OWNED, id, ...facts, ...more };
}

/** A comment. */
export function changeComment(id: string): StoredComment {
  return { ...OWNED, id, path: 'a.txt', side: 'new', startLine: 1, endLine: 2, text: 'Why?', createdAt: 1_000 };
}

/** Registers the tests of changes. */
export function changesConformance(store: () => Store): void {
  const changes = () => store().changes;

  it('lists the snapshots of a session, and those of runs that are active', async () => {
    const [first, second] = [runSnapshot('r1'), runSnapshot('r2', { startedAt: 2_000 })];
    await changes().write({ snapshots: [second, first, runSnapshot('other', { sessionKey: 'agent:main:other' })] });
    const ended = { ...first, after: 'a1', endedAt: 1_500 };
    await changes().write({ snapshots: [ended] });
    expect(await changes().snapshots(KEY)).toEqual([ended, second]);
    expect(await changes().snapshot('r1')).toEqual(ended);
    expect((await changes().openSnapshots()).map(({ runId }) => runId).toSorted()).toEqual(['other', 'r2']);
    expect((await changes().runIds()).toSorted()).toEqual(['other', 'r1', 'r2']);
  });

  it('replaces and removes the states of files', async () => {
    await changes().write({ states: [fileState('b'), fileState('a')] });
    const other = fileState('a', { additions: 5, updatedAt: 2_000 });
    await changes().write({ states: [other], removedStates: [fileState('b')] });
    expect(await changes().states(KEY)).toEqual([other]);
  });

  it('lists operations, those that were interrupted or wait, and those that were not reported', async () => {
    const [waiting, done] = [
      changeOperation('w', { state: 'waiting', at: 3_000 }),
      changeOperation('d', { report: 'Rejected.' }),
    ];
    await changes().write({
      operations: [waiting, done, changeOperation('u', { state: 'undone', report: 'x', at: 2_000 })],
    });
    expect((await changes().operations(KEY, 2)).map(({ id }) => id)).toEqual(['w', 'u']);
    expect(await changes().unfinished()).toEqual([waiting]);
    expect(await changes().unreported(KEY)).toEqual([done]);
    await changes().write({ operations: [{ ...done, reportedAt: 4_000 }], removedOperations: ['w'] });
    expect(await changes().unreported(KEY)).toEqual([]);
    expect(await changes().unfinished()).toEqual([]);
    expect((await changes().operation('d'))?.reportedAt).toBe(4_000);
  });

  it('keeps comments and viewed marks until they are removed', async () => {
    await changes().write({
      comments: [changeComment('c1'), changeComment('c2')],
      viewed: [{ ...OWNED, path: 'a', version: 'v' }],
    });
    await changes().write({ removedComments: ['c1'] });
    expect(await changes().comments(KEY)).toEqual([changeComment('c2')]);
    expect(await changes().viewed(KEY)).toEqual(new Map([['a', 'v']]));
    await changes().write({ viewed: [{ ...OWNED, path: 'a', version: undefined }] });
    expect(await changes().viewed(KEY)).toEqual(new Map());
  });

  it('prunes what is old, and what belongs to sessions that no longer exist', async () => {
    await store().sessions.commit({ key: KEY, ts: 1_000, events: [], create: sessionRecord(KEY) });
    const gone = { sessionKey: 'agent:main:gone' };
    const [old, recent] = [runSnapshot('old', { endedAt: 1_500 }), runSnapshot('recent', { endedAt: 9_000 })];
    await changes().write({
      snapshots: [old, recent, runSnapshot('gone', { ...gone, endedAt: 9_000 })],
      states: [fileState('old'), fileState('recent', { updatedAt: 9_000 })],
      operations: [changeOperation('old'), changeOperation('recent', { at: 9_000 })],
      comments: [changeComment('old')],
      viewed: [{ ...OWNED, path: 'a', version: 'v' }],
    });
    await changes().prune(5_000);
    expect(await changes().runIds()).toEqual(['recent']);
    expect((await changes().states(KEY)).map(({ path }) => path)).toEqual(['recent']);
    expect((await changes().operations(KEY, 9)).map(({ id }) => id)).toEqual(['recent']);
    expect(await changes().comments(KEY)).toEqual([]);
    expect((await changes().viewed(KEY)).size).toBe(1);
  });
}

// A long session opens from its checkpoint exactly as from its log.
// Proves: SE-9
import { describe, expect, it } from 'vitest';
import type { SessionEvent, SessionEventDraft } from '#contract/sessions/session-events.ts';
import type { SessionView } from '#contract/sessions/session-view.ts';
import { KEY, sessionRecord, T0 } from '#tests/conformance/store-samples.ts';
import { harness } from '#tests/support/core/engine-harness.ts';
import { says } from '#tests/support/core/scripted-provider.ts';
import { createMemoryStore, type MemoryStore } from '#tests/support/core/memory-store.ts';
import { randomFrom, randomLog, turn } from '#tests/support/core/random-log.ts';
import { continueFrom, toCheckpoint } from './checkpoints.ts';
import { foldLog } from './session-log.ts';
import { takeWindow } from './view-window.ts';

const LIMIT = 60;
const REWINDS: readonly SessionEvent['type'][] = ['rewound', 'branch.switched'];

/** What a client gets of a session. */
const shown = (view: SessionView, hasOlder = false) => takeWindow(view, LIMIT, hasOlder);

function write(store: MemoryStore, events: readonly SessionEventDraft[]) {
  return store.sessions.commit({ key: KEY, create: sessionRecord(KEY), ts: T0, events });
}

const manyTurns = (count: number, name = '') =>
  Array.from({ length: count }, (_, index) => turn(`${name}${index}`, 0)).flat();

/** A store with a session of 400 runs, which was opened once, and how its events are read from then on. */
async function openedBefore() {
  const store = createMemoryStore();
  await write(store, manyTurns(400));
  const { engine, clock } = harness([], { store });
  await engine.queries.watch(KEY, LIMIT);
  await clock.advance(5_000);
  const reads: number[] = [];
  const { events } = store.sessions;
  store.sessions.events = (key, from, limit) => {
    reads.push(from);
    return events(key, from, limit);
  };
  const fromLog = async () => shown(foldLog(await events(KEY, 1)));
  return { store, reads, fromLog };
}

const open = (store: MemoryStore) => harness([], { store }).engine.queries.watch(KEY, LIMIT);

describe('a checkpoint with the events after it', () => {
  const logs = Array.from({ length: 6 }, (_, index) => index + 1);
  it.each(logs)('shows the session as its whole log does, wherever it was made (%i)', (seed) => {
    const log = randomLog(seed, true);
    const random = randomFrom(seed + 100);
    let continued = 0;
    for (let round = 0; round < 25; round += 1) {
      const madeAt = Math.floor(random() * log.length);
      const end = Math.min(log.length, madeAt + Math.floor(random() * 300));
      const stored = JSON.parse(JSON.stringify(toCheckpoint(foldLog(log.slice(0, madeAt)), false)));
      const later = log.slice(madeAt, end);
      const result = continueFrom(stored, later);
      if (later.some(({ type }) => REWINDS.includes(type))) {
        expect(result).toBeUndefined();
        continue;
      }
      continued += 1;
      expect(result && shown(result.view, result.hasOlder)).toEqual(shown(foldLog(log.slice(0, end))));
    }
    expect(continued).toBeGreaterThan(5);
  });

  it('is not used with events that leave a gap or that it already contains', () => {
    const log = randomLog(1);
    const checkpoint = toCheckpoint(foldLog(log.slice(0, 1_000)), false);
    expect(continueFrom(checkpoint, log.slice(1_001, 1_010))).toBeUndefined();
    expect(continueFrom(checkpoint, log.slice(999, 1_010))).toBeUndefined();
  });
});

describe('opening a long session after a start', () => {
  it('reads only the events after its checkpoint', async () => {
    const { store, reads, fromLog } = await openedBefore();
    await write(store, manyTurns(20, 'new'));
    expect(await open(store)).toMatchObject(await fromLog());
    expect(reads).toEqual([1_601]);
  });

  it('loads it soon afterward', async () => {
    const { store, reads } = await openedBefore();
    const { engine, clock } = harness([], { store });
    await engine.queries.watch(KEY, LIMIT);
    expect(reads).toEqual([]);
    await clock.advance(1_000);
    expect(reads).toEqual([1]);
  });

  it('lets a client that has most of it continue without its log', async () => {
    const { store, reads } = await openedBefore();
    await write(store, manyTurns(1, 'new'));
    const missed = await harness([], { store }).engine.queries.eventsSince(KEY, 1_600);
    expect(missed?.events).toHaveLength(4);
    expect(reads).toEqual([1_601]);
  });

  it('reads the log if older messages end the conversation since the checkpoint', async () => {
    const { store, reads, fromLog } = await openedBefore();
    await write(store, [{ type: 'rewound', beforeSeq: 1_000 }, ...manyTurns(2, 'new')]);
    expect(await open(store)).toMatchObject(await fromLog());
    expect(reads).toContain(1);
  });

  it.each([
    ['of another version', { foldVersion: 0 }],
    ['of events that the log does not have', { seq: 9_999 }],
    ['whose number is not that of its view', { seq: 1_500 }],
  ])('ignores a checkpoint %s', async (_, wrong) => {
    const { store, fromLog } = await openedBefore();
    const checkpoint = await store.sessions.checkpoint(KEY);
    if (checkpoint === undefined) throw new Error('no checkpoint was saved');
    await store.sessions.saveCheckpoint(KEY, { ...checkpoint, view: { ...checkpoint.view, items: [] }, ...wrong });
    expect(await open(store)).toMatchObject(await fromLog());
  });

  it('shows more messages than the checkpoint has', async () => {
    const { store } = await openedBefore();
    const { view, hasOlder } = await harness([], { store }).engine.queries.watch(KEY, 200);
    expect(view.items).toHaveLength(200);
    expect(hasOlder).toBe(true);
  });
});

describe('the checkpoint of a session in use', () => {
  it('is replaced after many events, and after older messages end the conversation', async () => {
    const { store } = await openedBefore();
    const { engine, clock, ask } = harness(
      Array.from({ length: 52 }, () => says('ok')),
      { store },
    );
    const say = (text: string) => ask(text, { sessionKey: KEY });
    const savedSeq = async () => {
      await clock.advance(5_000);
      return (await store.sessions.checkpoint(KEY))?.seq ?? 0;
    };
    await say('one');
    expect(await savedSeq()).toBe(1_600);
    for (let index = 0; index < 50; index += 1) await say(`message ${index}`);
    const replaced = await savedSeq();
    expect(replaced).toBeGreaterThan(1_790);
    const { view } = await engine.queries.watch(KEY, 10);
    await engine.history.rewind(KEY, view.items.find(({ kind }) => kind === 'user')?.id ?? '');
    await say('another way');
    expect(await savedSeq()).toBeGreaterThan(replaced);
  });
});

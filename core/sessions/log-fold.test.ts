// A long log is folded to the same session as event by event.
// Proves: SE-1
import { describe, expect, it } from 'vitest';
import type { SessionEvent, SessionEventDraft } from '#contract/sessions/session-events.ts';
import { EMPTY_SESSION, foldAll } from '#contract/sessions/session-fold.ts';
import { KEY, sessionRecord, T0 } from '#tests/conformance/store-samples.ts';
import { harness } from '#tests/support/core/engine-harness.ts';
import { createMemoryStore } from '#tests/support/core/memory-store.ts';
import { randomLog, turn } from '#tests/support/core/random-log.ts';
import { foldLog } from './session-log.ts';

describe('the fold of a long log', () => {
  it.each(Array.from({ length: 5 }, (_, seed) => seed + 1))('equals folding its events one by one (%i)', (seed) => {
    const events = randomLog(seed);
    expect(foldLog(events)).toEqual(foldAll(EMPTY_SESSION, events));
  });

  it('ends the open call of a run that has very many messages', () => {
    const [question, start, open] = turn('0', 1);
    const notes = Array.from({ length: 2_000 }, (_, index) => ({
      type: 'note.added' as const,
      messageId: `n${index}`,
      text: 'note',
    }));
    const drafts = [question, start, open, ...notes, ...turn('0', 0).slice(-1)].filter((draft) => draft !== undefined);
    const events = drafts.map((draft, index): SessionEvent => ({ ...draft, seq: index + 1, ts: T0 }));
    const { items } = foldLog(events);
    expect(items).toHaveLength(2_002);
    expect(items[1]).toMatchObject({ calls: [{ state: 'cancelled' }] });
  });
});

describe('loading a session', () => {
  it('reads only the current conversation, in parts', async () => {
    const store = createMemoryStore();
    const write = (events: readonly SessionEventDraft[]) =>
      store.sessions.commit({ key: KEY, create: sessionRecord(KEY), ts: T0, events });
    const first = Array.from({ length: 900 }, (_, index) => turn(`${index}`, 0)).flat();
    await write(first);
    await write([{ type: 'reset', sessionId: 'two', previousSessionId: 'one' }]);
    const second = Array.from({ length: 600 }, (_, index) => turn(`again ${index}`, 0)).flat();
    await write(second);
    const reads: number[] = [];
    const { events } = store.sessions;
    store.sessions.events = (key, from, limit) => {
      reads.push(from);
      return events(key, from, limit);
    };
    const { engine, clock } = harness([], { store });
    const watching = engine.queries.watch(KEY, 1_000_000);
    for (let part = 0; part < 3; part += 1) await clock.advance(1);
    const { view } = await watching;
    expect(view).toEqual(foldLog(await events(KEY, 1)));
    expect(reads).toEqual([first.length + 1, first.length + 2_001]);
  });
});

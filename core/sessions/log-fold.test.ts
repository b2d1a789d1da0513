// A long log is folded to the same session as event by event.
// Proves: SE-1
import { describe, expect, it } from 'vitest';
import type { SessionEvent, SessionEventDraft } from '#contract/sessions/session-events.ts';
import { EMPTY_SESSION, foldAll } from '#contract/sessions/session-fold.ts';
import { KEY, sessionRecord, T0 } from '#tests/conformance/store-samples.ts';
import { harness } from '#tests/support/core/engine-harness.ts';
import { createMemoryStore } from '#tests/support/core/memory-store.ts';
import { foldLog } from './session-log.ts';

const USAGE = { input: 1, output: 1, cacheRead: 0, cacheWrite: 0 };
const MODEL = { provider: 'demo', model: 'demo' };

/** Numbers from 0 to 1, the same for each seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
}

function turn(name: string, calls: number): SessionEventDraft[] {
  const runId = `r${name}`;
  const callIds = Array.from({ length: calls }, (_, index) => `c${name}-${index}`);
  const content = callIds.map((id) => ({ type: 'toolCall', id, name: 'exec', arguments: {} }) as const);
  const result = { name: 'exec', isError: false, text: 'ok', details: {}, durationMs: 1 };
  return [
    { type: 'message.accepted', messageId: `q${name}`, runId, text: name },
    { type: 'run.started', runId, messageIds: [`q${name}`], agentId: 'main', ...MODEL },
    { type: 'message.completed', messageId: `a${name}`, runId, content, stopReason: 'toolUse', ...MODEL, usage: USAGE },
    ...callIds.flatMap((callId): SessionEventDraft[] => [
      { type: 'tool.started', callId, runId, name: 'exec', title: 'exec', decidedBy: 'rule' },
      { type: 'tool.finished', callId, runId, ...result },
    ]),
    { type: 'run.ended', runId, status: 'done', stopReason: 'stop', usage: USAGE, modelCalls: 1, startedAtMs: 0 },
  ];
}

/** Events that change items far back. */
function rareEvent(random: () => number, seq: number, compactions: readonly number[]): SessionEventDraft {
  const earlier = 1 + Math.floor(random() * seq);
  const compactionSeq = compactions[Math.floor(random() * compactions.length)] ?? 1;
  const callId = `c${Math.floor(random() * 300)}-0`;
  const choices: readonly [SessionEventDraft, ...SessionEventDraft[]] = [
    { type: 'rewound', beforeSeq: Math.max(1, seq - 1 - Math.floor(random() * 400)) },
    { type: 'compacted', summary: 's', keptFromSeq: earlier, tokensBefore: 2, tokensAfter: 1, trigger: 'manual' },
    { type: 'compaction.edited', compactionSeq, summary: 'edited' },
    { type: 'compaction.undone', compactionSeq, keptFromSeq: 0, tokensAfter: 3 },
    {
      type: 'tool.finished',
      callId,
      runId: 'late',
      name: 'exec',
      isError: true,
      text: 'late',
      details: {},
      durationMs: 1,
    },
    { type: 'tool.started', callId, runId: 'late', name: 'exec', title: 'again', decidedBy: 'rule' },
  ];
  return choices[Math.floor(random() * choices.length)] ?? choices[0];
}

function randomLog(seed: number): readonly SessionEvent[] {
  const random = randomFrom(seed);
  const events: SessionEvent[] = [];
  const add = (draft: SessionEventDraft) => events.push({ ...draft, seq: events.length + 1, ts: T0 });
  for (let index = 0; index < 700; index += 1) {
    for (const draft of turn(`${index}`, Math.floor(random() * 3))) add(draft);
    const compactions = events.filter(({ type }) => type === 'compacted').map(({ seq }) => seq);
    if (random() < 0.03) add(rareEvent(random, events.length, compactions));
    if (random() < 0.001) add({ type: 'reset', sessionId: `${index}`, previousSessionId: 'x' });
  }
  return events;
}

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

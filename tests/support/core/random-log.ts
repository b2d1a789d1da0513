// Random logs of sessions, the same for each seed.
import type { SessionEvent, SessionEventDraft } from '#contract/sessions/session-events.ts';
import { T0 } from '#tests/conformance/store-samples.ts';

const USAGE = { input: 1, output: 1, cacheRead: 0, cacheWrite: 0 };
const MODEL = { provider: 'demo', model: 'demo' };
/** Runs of a log. */
const RUNS = 700;

/** Numbers from 0 to 1, the same for each seed. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
}

/** The events of a run with tool calls. */
export function turn(name: string, calls: number): SessionEventDraft[] {
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

/** Messages that wait for a run, and what becomes of them. */
function queueEvents(random: () => number, name: string): readonly SessionEventDraft[] {
  const messageId = `w${name}`;
  const wait: SessionEventDraft = {
    type: 'message.accepted',
    messageId,
    runId: `r${messageId}`,
    text: 'later',
    queue: 'followup',
  };
  const later: readonly (readonly SessionEventDraft[])[] = [
    [],
    [{ type: 'message.withdrawn', messageId }],
    [{ type: 'message.edited', messageId, text: 'changed', queue: 'steer' }],
    [{ type: 'message.moved', messageId }],
    [{ type: 'message.injected', messageId, runId: `r${name}` }],
    [{ type: 'run.started', runId: `r${messageId}`, messageIds: [messageId], agentId: 'main', ...MODEL }],
    [
      {
        type: 'run.ended',
        runId: `r${name}`,
        status: 'aborted',
        stopReason: 'aborted',
        modelCalls: 1,
        startedAtMs: 0,
        usage: USAGE,
      },
    ],
  ];
  return [wait, ...(later[Math.floor(random() * later.length)] ?? [])];
}

/** Events that change items far back. */
function rareEvent(random: () => number, seq: number, compactions: readonly number[]): SessionEventDraft {
  const earlier = 1 + Math.floor(random() * seq);
  const compactionSeq = compactions[Math.floor(random() * compactions.length)] ?? 1;
  const callId = `c${Math.floor(random() * 300)}-0`;
  const late = { callId, runId: 'late', name: 'exec' };
  const choices: readonly [SessionEventDraft, ...SessionEventDraft[]] = [
    { type: 'rewound', beforeSeq: Math.max(1, seq - 1 - Math.floor(random() * 400)) },
    { type: 'compacted', summary: 's', keptFromSeq: earlier, tokensBefore: 2, tokensAfter: 1, trigger: 'manual' },
    { type: 'compaction.edited', compactionSeq, summary: 'edited' },
    { type: 'compaction.undone', compactionSeq, keptFromSeq: 0, tokensAfter: 3 },
    { type: 'tool.finished', ...late, isError: true, text: 'late', details: {}, durationMs: 1 },
    { type: 'tool.started', ...late, title: 'again', decidedBy: 'rule' },
  ];
  return choices[Math.floor(random() * choices.length)] ?? choices[0];
}

/** A long log with compactions, rewinds, resets, late results, and queued messages. `branches`: also with switches between branches. */
export function randomLog(seed: number, branches = false): readonly SessionEvent[] {
  const random = randomFrom(seed);
  const events: SessionEvent[] = [];
  const add = (draft: SessionEventDraft) => events.push({ ...draft, seq: events.length + 1, ts: T0 });
  const seqs = (type: SessionEvent['type']) => events.filter((event) => event.type === type).map(({ seq }) => seq);
  for (let index = 0; index < RUNS; index += 1) {
    for (const draft of turn(`${index}`, Math.floor(random() * 3))) add(draft);
    if (random() < 0.03) add(rareEvent(random, events.length, seqs('compacted')));
    if (random() < 0.1) for (const draft of queueEvents(random, `${index}`)) add(draft);
    if (random() < 0.001) add({ type: 'reset', sessionId: `${index}`, previousSessionId: 'x' });
    const rewind = seqs('rewound').at(-1);
    if (branches && rewind !== undefined && random() < 0.005) add({ type: 'branch.switched', leafSeq: rewind - 1 });
  }
  return events;
}

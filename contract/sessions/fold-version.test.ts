// The fold can't change without a new version, because stored checkpoints contain its results.
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import type { SessionEventDraft, SessionEventType } from './session-events.ts';
import { EMPTY_SESSION, FOLD_VERSION, foldSession } from './session-fold.ts';

/** If this test fails because you changed the fold: increase `FOLD_VERSION` and add its digest. */
const DIGESTS: Readonly<Record<number, string>> = {
  1: 'o1SdZcwhUlhSwetrLc601HeeTDET8SfJS5xkkIAj330',
  2: 'W7ndvJDXc9iau-2M8IvrJjXlNBMsa7FRz1Y_gS7IcbU',
};

const usage = { input: 10, output: 5, cacheRead: 3, cacheWrite: 2, cost: 0.5 };
const model = { provider: 'demo', model: 'one' };
const error = { code: 'RATE_LIMITED', message: 'Too many requests.' } as const;
const call = { callId: 'c1', runId: 'r1' };
const content = [
  { type: 'text', text: 'Looking.' },
  { type: 'toolCall', id: 'c1', name: 'exec', arguments: { command: 'ls' } },
] as const;
const subject = { tool: 'exec', command: 'ls', cwd: '/w', sandbox: 'host', reason: 'no rule', risks: [] };

/** Each type at least once. A missing type is a compile error. */
const EVENTS: { readonly [T in SessionEventType]: readonly Extract<SessionEventDraft, { readonly type: T }>[] } = {
  forked: [{ type: 'forked', fromKey: 'agent:main:a', fromSessionId: 's', entryId: 'e', title: 'A' }],
  'message.accepted': [
    { type: 'message.accepted', messageId: 'm1', runId: 'r1', text: 'one', sender: 'ada', options: { maxOutput: 7 } },
    {
      type: 'message.accepted',
      messageId: 'm2',
      runId: 'r2',
      text: 'two',
      queue: 'followup',
      options: { maxOutput: 8 },
    },
    { type: 'message.accepted', messageId: 'm3', runId: 'r3', text: 'three', queue: 'steer' },
    { type: 'message.accepted', messageId: 'm4', runId: 'r4', text: 'four', queue: 'collect', held: true },
  ],
  'run.started': [{ type: 'run.started', runId: 'r1', messageIds: ['m1'], agentId: 'main', ...model }],
  'run.fallback': [{ type: 'run.fallback', runId: 'r1', provider: 'demo', model: 'two', error }],
  'message.completed': [
    { type: 'message.completed', messageId: 'a1', runId: 'r1', content, stopReason: 'toolUse', ...model, usage },
  ],
  'approval.requested': [{ type: 'approval.requested', approvalId: 'p1', ...call, subject, expiresAtMs: 9 }],
  'approval.resolved': [
    { type: 'approval.resolved', approvalId: 'p1', ...call, outcome: 'allow-once', resolvedBy: 'ada', reason: 'fine' },
  ],
  'question.asked': [{ type: 'question.asked', questionSetId: 'q1', ...call, questions: [], expiresAtMs: 9 }],
  'question.resolved': [
    { type: 'question.resolved', questionSetId: 'q1', ...call, outcome: 'answered', answers: {}, resolvedBy: 'ada' },
  ],
  'tool.started': [{ type: 'tool.started', ...call, name: 'exec', title: 'ls', decidedBy: 'ada' }],
  'tool.finished': [
    {
      type: 'tool.finished',
      ...call,
      name: 'exec',
      isError: false,
      text: 'a',
      details: { exitCode: 0 },
      durationMs: 1,
    },
  ],
  'message.edited': [{ type: 'message.edited', messageId: 'm2', text: 'second', queue: 'collect', released: true }],
  'message.moved': [{ type: 'message.moved', messageId: 'm4', beforeId: 'm2' }],
  'message.injected': [{ type: 'message.injected', messageId: 'm3', runId: 'r1' }],
  'message.withdrawn': [{ type: 'message.withdrawn', messageId: 'm4' }],
  'budget.reached': [
    {
      type: 'budget.reached',
      runId: 'r1',
      stop: { stopId: 'b1', budgetId: 'b', scope: 'all', period: 'day', maxCost: 1, cost: 1, tokens: 1, nextTokens: 1 },
    },
  ],
  'budget.resolved': [{ type: 'budget.resolved', runId: 'r1', stopId: 'b1', outcome: 'raised', resolvedBy: 'ada' }],
  compacted: [{ type: 'compacted', summary: 's', keptFromSeq: 4, tokensBefore: 9, tokensAfter: 3, trigger: 'manual' }],
  'compaction.edited': [{ type: 'compaction.edited', compactionSeq: 21, summary: 'edited' }],
  'compaction.undone': [{ type: 'compaction.undone', compactionSeq: 21, keptFromSeq: 0, tokensAfter: 9 }],
  'note.added': [{ type: 'note.added', messageId: 'n1', text: 'note', label: '/status' }],
  'model.changed': [{ type: 'model.changed', provider: 'demo', model: 'three' }],
  'quota.waiting': [
    {
      type: 'quota.waiting',
      runId: 'r1',
      wait: { waitId: 'w1', ...model, providerName: 'Demo', resumesAtMs: 9_000, message: 'Too many requests.' },
    },
  ],
  'quota.resolved': [
    {
      type: 'quota.resolved',
      runId: 'r1',
      waitId: 'w1',
      outcome: 'model',
      provider: 'demo',
      model: 'four',
      resolvedBy: 'ada',
    },
  ],
  'run.ended': [
    {
      type: 'run.ended',
      runId: 'r1',
      status: 'aborted',
      stopReason: 'aborted',
      error,
      usage,
      modelCalls: 1,
      startedAtMs: 0,
    },
  ],
  rewound: [{ type: 'rewound', beforeSeq: 12 }],
  'branch.switched': [{ type: 'branch.switched', leafSeq: 8 }],
  reset: [{ type: 'reset', sessionId: 's2', previousSessionId: 's1', reason: 'idle' }],
};

it('has a new version if it gives other results', () => {
  const drafts = Object.values(EVENTS).flat();
  const results = drafts.reduce(
    (views, draft, index) => [
      ...views,
      foldSession(views.at(-1) ?? EMPTY_SESSION, { ...draft, seq: index + 1, ts: 1_000 + index }),
    ],
    [EMPTY_SESSION],
  );
  const digest = createHash('sha256').update(JSON.stringify(results)).digest('base64url');
  expect({ [FOLD_VERSION]: digest }).toEqual({ [FOLD_VERSION]: DIGESTS[FOLD_VERSION] });
});

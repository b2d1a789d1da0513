// Proves: CH-1
import { describe, expect, it } from 'vitest';
import type { SessionEvent, SessionEventDraft } from './session-events.ts';
import { EMPTY_SESSION, foldAll, foldSession } from './session-fold.ts';
import type { AssistantItem, SessionView } from './session-view.ts';

const numbered = (...drafts: SessionEventDraft[]): SessionEvent[] =>
  drafts.map((draft, i) => ({ ...draft, seq: i + 1, ts: 1000 + i }));
const view = (...drafts: SessionEventDraft[]): SessionView => foldAll(EMPTY_SESSION, numbered(...drafts));

const usage = { input: 10, output: 5, cacheRead: 3, cacheWrite: 2 };
const asked: SessionEventDraft = { type: 'message.accepted', messageId: 'm1', runId: 'r1', text: 'list the files' };
const started: SessionEventDraft = {
  type: 'run.started',
  runId: 'r1',
  messageIds: ['m1'],
  agentId: 'main',
  provider: 'demo',
  model: 'demo',
};
const calling: SessionEventDraft = {
  type: 'message.completed',
  messageId: 'a1',
  runId: 'r1',
  content: [
    { type: 'text', text: 'Looking.' },
    { type: 'toolCall', id: 'c1', name: 'exec', arguments: { command: 'ls' } },
  ],
  stopReason: 'toolUse',
  provider: 'demo',
  model: 'demo',
  usage,
};
const subject = { tool: 'exec', command: 'ls', cwd: '/w', sandbox: 'host', reason: 'no rule', risks: [] };
const requested: SessionEventDraft = {
  type: 'approval.requested',
  approvalId: 'p1',
  callId: 'c1',
  runId: 'r1',
  subject,
  expiresAtMs: 9,
};
const allowed: SessionEventDraft = {
  type: 'approval.resolved',
  approvalId: 'p1',
  callId: 'c1',
  runId: 'r1',
  outcome: 'allow-once',
  resolvedBy: 'desk',
};
const running: SessionEventDraft = {
  type: 'tool.started',
  callId: 'c1',
  runId: 'r1',
  name: 'exec',
  title: 'ls',
  decidedBy: 'desk',
};
const ended = (status: 'done' | 'interrupted' | 'aborted'): SessionEventDraft => ({
  type: 'run.ended',
  runId: 'r1',
  status,
  stopReason: 'stop',
  usage,
  modelCalls: 1,
  startedAtMs: 1,
});

const callState = (folded: SessionView) =>
  folded.items.findLast((item): item is AssistantItem => item.kind === 'assistant')?.calls[0]?.state;

describe('foldSession', () => {
  it('shows a message, its answer, and the state of its tool call step by step', () => {
    expect(callState(view(asked, started, calling))).toBe('waiting');
    expect(callState(view(asked, started, calling, requested))).toBe('approval');
    expect(callState(view(asked, started, calling, requested, allowed, running))).toBe('running');
    const done: SessionEventDraft = {
      type: 'tool.finished',
      callId: 'c1',
      runId: 'r1',
      name: 'exec',
      isError: false,
      text: 'a',
      details: {},
      durationMs: 1,
    };
    expect(callState(view(asked, started, calling, requested, allowed, running, done))).toBe('done');
  });

  it('applies an event only once', () => {
    const [first] = numbered(asked);
    if (first === undefined) throw new Error('no event');
    const once = foldSession(EMPTY_SESSION, first);
    expect(foldSession(once, first)).toBe(once);
  });

  it('after a crash, marks a running tool as unknown and a waiting one as canceled', () => {
    expect(callState(view(asked, started, calling, running, ended('interrupted')))).toBe('unknown');
    expect(callState(view(asked, started, calling, ended('interrupted')))).toBe('cancelled');
    expect(callState(view(asked, started, calling, running, ended('aborted')))).toBe('cancelled');
  });

  it('keeps a queued message out of the transcript until it is used', () => {
    const queued: SessionEventDraft = {
      type: 'message.accepted',
      messageId: 'm2',
      runId: 'r2',
      text: 'and then?',
      queue: 'steer',
    };
    const waiting = view(asked, started, queued);
    expect(waiting.queue.map((m) => m.messageId)).toEqual(['m2']);
    const injected = view(asked, started, queued, { type: 'message.injected', messageId: 'm2', runId: 'r1' });
    expect(injected.queue).toEqual([]);
    expect(injected.items.at(-1)).toMatchObject({ kind: 'user', text: 'and then?', steered: true, runId: 'r1' });
  });

  it('removes a canceled message and updates an edited one', () => {
    const queued: SessionEventDraft = {
      type: 'message.accepted',
      messageId: 'm2',
      runId: 'r2',
      text: 'x',
      queue: 'followup',
    };
    expect(view(asked, started, queued, { type: 'message.withdrawn', messageId: 'm2' }).queue).toEqual([]);
    expect(
      view(asked, started, queued, { type: 'message.edited', messageId: 'm2', text: 'y', queue: 'steer' }).queue[0],
    ).toMatchObject({ text: 'y', queue: 'steer' });
  });

  it('passes the options of a message to its run until the run ends', () => {
    const withOptions: SessionEventDraft = { ...asked, options: { thinking: 'low', maxOutput: 10 } };
    const steering: SessionEventDraft = {
      type: 'message.accepted',
      messageId: 'm2',
      runId: 'r2',
      text: 'think harder',
      queue: 'steer',
      options: { thinking: 'high' },
    };
    expect(view(withOptions).nextOptions).toEqual({ thinking: 'low', maxOutput: 10 });
    const active = view(withOptions, started);
    expect(active.nextOptions).toBeUndefined();
    expect(active.run?.options).toEqual({ thinking: 'low', maxOutput: 10 });
    const injected: SessionEventDraft = { type: 'message.injected', messageId: 'm2', runId: 'r1' };
    expect(view(withOptions, started, steering, injected).run?.options).toEqual({ thinking: 'high', maxOutput: 10 });
    expect(view(withOptions, started, ended('done')).lastRun).not.toHaveProperty('options');
    expect(view(asked, started).run).not.toHaveProperty('options');
  });

  it('removes a message and everything after it on rewind', () => {
    const again = view(asked, started, calling, ended('done'), { type: 'rewound', beforeSeq: 1 });
    expect(again.items).toEqual([]);
    expect(again.seq).toBe(5);
  });

  it('adds up tokens, and cost if the price is known', () => {
    const priced = { ...calling, messageId: 'a2', usage: { ...usage, cost: 0.5 } };
    const total = view(asked, started, calling, priced).usage;
    expect(total).toEqual({ input: 20, output: 10, cacheRead: 6, cacheWrite: 4, cost: 0.5 });
  });

  it('contains only a divider after a reset', () => {
    const fresh = view(asked, started, calling, ended('done'), {
      type: 'reset',
      sessionId: 's2',
      previousSessionId: 's1',
    });
    expect(fresh.items).toHaveLength(1);
    expect(fresh.items[0]).toMatchObject({ kind: 'divider', what: 'reset' });
  });

  it('ignores unknown event types but counts them', () => {
    const future = { type: 'from.the.future', seq: 1, ts: 1 } as unknown as SessionEvent; // a newer host may write it
    expect(foldSession(EMPTY_SESSION, future)).toEqual({ ...EMPTY_SESSION, seq: 1 });
  });
});

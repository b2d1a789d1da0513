import { describe, expect, it } from 'vitest';
import type { SessionEvent, SessionEventDraft } from '#contract/sessions/session-events.ts';
import { EMPTY_SESSION, foldAll } from '#contract/sessions/session-fold.ts';
import type { OpenState } from '#contract/sessions/live-events.ts';
import { createRowBuilder, findPrompt } from './transcript-rows.ts';

const usage = { input: 10, output: 5, cacheRead: 0, cacheWrite: 0, cost: 0.01 };
const number = (drafts: readonly SessionEventDraft[]): readonly SessionEvent[] =>
  drafts.map((draft, index) => ({ ...draft, seq: index + 1, ts: 1_000 * (index + 1) }));
const said: SessionEventDraft = { type: 'message.accepted', messageId: 'u', runId: 'r', text: 'Hi' };
const started: SessionEventDraft = {
  type: 'run.started',
  runId: 'r',
  messageIds: ['u'],
  agentId: 'main',
  provider: 'p',
  model: 'm',
};
const calls = (messageId: string, ids: readonly string[], text?: string): SessionEventDraft => ({
  type: 'message.completed',
  messageId,
  runId: 'r',
  content: [
    ...(text === undefined ? [] : [{ type: 'text' as const, text }]),
    ...ids.map((id) => ({ type: 'toolCall' as const, id, name: 'exec', arguments: {} })),
  ],
  stopReason: 'toolUse',
  provider: 'p',
  model: 'm',
  usage,
});
const ended: SessionEventDraft = {
  type: 'run.ended',
  runId: 'r',
  status: 'done',
  stopReason: 'stop',
  usage,
  modelCalls: 1,
  startedAtMs: 0,
};
const NOTHING: OpenState = { toolOutput: {} };
const view = (drafts: readonly SessionEventDraft[]) => foldAll(EMPTY_SESSION, number(drafts));

describe('rows', () => {
  it('merges consecutive tool calls into one row, across messages', () => {
    const rows = createRowBuilder()({
      view: view([said, started, calls('a', ['c1'], 'Look:'), calls('b', ['c2', 'c3'])]),
      open: NOTHING,
      outgoing: [],
    });
    expect(rows.map((row) => row.type)).toEqual(['user', 'text', 'tools', 'status']);
    expect(rows[2]?.type === 'tools' ? rows[2].calls.map((call) => call.callId) : []).toEqual(['c1', 'c2', 'c3']);
  });

  describe('at the end of a run that was not completed', () => {
    const end = (status: 'failed' | 'aborted' | 'interrupted'): SessionEventDraft => ({ ...ended, status });
    const model: SessionEventDraft = { type: 'model.changed', provider: 'p', model: 'other' };
    const note: SessionEventDraft = { type: 'note.added', messageId: 'n', text: 'A note' };
    const findEnd = (drafts: readonly SessionEventDraft[]) => {
      const rows = createRowBuilder()({ view: view(drafts), open: NOTHING, outgoing: [] });
      return rows.find((row) => row.type === 'divider');
    };

    it.each(['failed', 'aborted', 'interrupted'] as const)('offer the message of a run that %s again', (status) => {
      expect(findEnd([said, started, end(status)])).toMatchObject({ last: true, asked: { id: 'u' } });
    });

    it('still offer it after another model was chosen or a note was added', () => {
      expect(findEnd([said, started, end('failed'), model, note])).toMatchObject({ last: true, asked: { id: 'u' } });
    });

    it('offer no message while others are queued, because sending it again would drop them', () => {
      const queued: SessionEventDraft = {
        type: 'message.accepted',
        messageId: 'q',
        runId: 'q',
        text: 'x',
        queue: 'followup',
      };
      expect(findEnd([said, started, queued, end('aborted')])).toMatchObject({ last: true, asked: undefined });
    });

    it('offer nothing once the conversation continued', () => {
      const next: SessionEventDraft = { ...said, messageId: 'u2', runId: 'r2' };
      expect(findEnd([said, started, end('failed'), next])).toMatchObject({ last: false, asked: undefined });
    });
  });

  it('measures the answers of a fork, which were all copied at once, by their own durations', () => {
    const answer: SessionEventDraft = { ...calls('a', [], 'One'), durationMs: 1_500 } as SessionEventDraft;
    const copied = [said, answer].map((draft, index) => ({ ...draft, seq: index + 1, ts: 5 }));
    const rows = createRowBuilder()({ view: foldAll(EMPTY_SESSION, copied), open: NOTHING, outgoing: [] });
    expect(rows.at(-1)).toMatchObject({ type: 'summary', summary: { durationMs: 1_500 } });
  });

  it('measures the time that a run waited for a person apart from its own', () => {
    const request: SessionEventDraft = {
      type: 'approval.requested',
      approvalId: 'p',
      callId: 'c1',
      runId: 'r',
      subject: { tool: 'exec', command: 'x', cwd: '/', sandbox: 'host', reason: '', risks: [] },
      expiresAtMs: 900_000,
    };
    const answer: SessionEventDraft = {
      type: 'approval.resolved',
      approvalId: 'p',
      callId: 'c1',
      runId: 'r',
      outcome: 'allow-once',
      resolvedBy: 'me',
    };
    const events: readonly (readonly [SessionEventDraft, number])[] = [
      [said, 0],
      [started, 0],
      [calls('a', ['c1'], 'One'), 2_000],
      [request, 2_000],
      [answer, 602_000],
      [calls('b', [], 'Two'), 604_000],
      [ended, 604_000],
    ];
    const dated = events.map(([draft, ts], index) => ({ ...draft, seq: index + 1, ts }));
    const rows = createRowBuilder()({ view: foldAll(EMPTY_SESSION, dated), open: NOTHING, outgoing: [] });
    expect(rows.at(-1)).toMatchObject({ type: 'summary', summary: { durationMs: 4_000, waitedMs: 600_000 } });
  });

  it('offers to review changes only if a tool changed a file', () => {
    const finished = (details: Readonly<Record<string, unknown>>): SessionEventDraft => ({
      type: 'tool.finished',
      callId: 'c1',
      runId: 'r',
      name: 'edit',
      isError: false,
      text: '',
      details,
      durationMs: 1,
    });
    const summaryAfter = (details: Readonly<Record<string, unknown>>) =>
      createRowBuilder()({
        view: view([said, started, calls('a', ['c1']), finished(details), calls('b', [], 'Done.'), ended]),
        open: NOTHING,
        outgoing: [],
      }).at(-1);
    expect(summaryAfter({ path: 'a.txt', diff: '+new' })).toMatchObject({ summary: { hasChanges: true } });
    expect(summaryAfter({ path: 'a.txt', diff: '' })).toMatchObject({ summary: { hasChanges: false } });
    expect(summaryAfter({ exitCode: 0 })).toMatchObject({ summary: { hasChanges: false } });
  });

  it('ends a finished run with its cost', () => {
    const rows = createRowBuilder()({
      view: view([said, started, calls('a', [], 'One'), calls('b', [], 'Two'), ended]),
      open: NOTHING,
      outgoing: [],
    });
    expect(rows.at(-1)).toMatchObject({
      type: 'summary',
      summary: { text: 'One\n\nTwo', usage: { input: 20, cost: 0.02 }, messageId: 'u' },
    });
  });

  it('keeps the key of a part once it is complete', () => {
    const build = createRowBuilder();
    const open: OpenState = {
      toolOutput: {},
      message: {
        runId: 'r',
        messageId: 'a',
        blocks: [
          { kind: 'text', text: 'Loo' },
          { kind: 'tool-call', text: '{', callId: 'c1', name: 'exec' },
        ],
      },
    };
    const live = build({ view: view([said, started]), open, outgoing: [] });
    const done = build({ view: view([said, started, calls('a', ['c1'], 'Look:')]), open: NOTHING, outgoing: [] });
    expect(live.map((row) => row.key)).toEqual(['u', 'a:0', 'tools:c1', 'status']);
    expect(done.map((row) => row.key)).toEqual(live.map((row) => row.key));
  });

  it('keeps the same objects if nothing changed', () => {
    const build = createRowBuilder();
    const first = build({ view: view([said, started, calls('a', ['c1'], 'Look:')]), open: NOTHING, outgoing: [] });
    const base = view([said, started, calls('a', ['c1'], 'Look:')]);
    const before = build({ view: base, open: NOTHING, outgoing: [] });
    const streaming = build({
      view: base,
      open: { toolOutput: {}, message: { runId: 'r', messageId: 'b', blocks: [{ kind: 'text', text: 'x' }] } },
      outgoing: [],
    });
    expect(first.length).toBe(before.length);
    expect(streaming.slice(0, 3).every((row, index) => row === before[index])).toBe(true);
  });

  it('shows a message being sent until the gateway has accepted it', () => {
    const outgoing = [{ runId: 'r', sessionKey: 'k', text: 'Hi', images: [], at: 1, status: 'sending' as const }];
    expect(createRowBuilder()({ view: EMPTY_SESSION, open: NOTHING, outgoing }).map((row) => row.type)).toEqual([
      'outgoing',
    ]);
    expect(createRowBuilder()({ view: view([said]), open: NOTHING, outgoing }).map((row) => row.type)).toEqual([
      'user',
    ]);
  });

  it('does not show a rewound message as being sent', () => {
    const outgoing = [{ runId: 'r', sessionKey: 'k', text: 'Hi', images: [], at: 1, status: 'sent' as const }];
    const build = createRowBuilder();
    build({ view: view([said]), open: NOTHING, outgoing });
    expect(build({ view: EMPTY_SESSION, open: NOTHING, outgoing })).toEqual([]);
  });
});

it('finds the user message before and after a row', () => {
  const rows = createRowBuilder()({
    view: view([said, started, calls('a', [], 'One'), ended, { ...said, messageId: 'v', runId: 's' }]),
    open: NOTHING,
    outgoing: [],
  });
  expect(rows.map((row) => row.type)).toEqual(['user', 'text', 'summary', 'user']);
  expect([findPrompt(rows, 0, 1), findPrompt(rows, 2, -1), findPrompt(rows, 0, -1), findPrompt(rows, 3, 1)]).toEqual([
    3,
    0,
    undefined,
    undefined,
  ]);
});

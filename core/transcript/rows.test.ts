import { describe, expect, it } from 'vitest';
import type { Block } from '#contract/types/content.ts';
import type { SessionEvent, SessionEventDraft } from '#contract/sessions/session-events.ts';
import { EMPTY_SESSION, foldAll } from '#contract/sessions/session-fold.ts';
import { toRows } from './rows.ts';

const at = (draft: SessionEventDraft, seq = 7): SessionEvent => ({ ...draft, seq, ts: 1000 + seq });
const free = () => ({ input: 1, output: 2, cacheRead: 0, cacheWrite: 0 });
const unknown = () => undefined;
const USAGE = { input: 10, output: 5, cacheRead: 1, cacheWrite: 2 };
const answer = (content: Block[], more = {}): SessionEventDraft => ({
  type: 'message.completed',
  messageId: 'm',
  runId: 'r',
  content,
  stopReason: 'stop',
  provider: 'anthropic',
  model: 'x',
  usage: USAGE,
  ...more,
});

describe('a transcript row', () => {
  it('of the user has its run ID', () => {
    const [row] = toRows(
      at({ type: 'message.accepted', messageId: 'm', runId: 'r', text: 'hello' }),
      EMPTY_SESSION,
      unknown,
    );
    expect(row).toEqual({
      part: 0,
      longest: 5,
      entryId: 'm',
      runId: 'r',
      message: { role: 'user', content: 'hello', timestamp: 1007 },
    });
  });

  it('of a queued message appears when it is used, with its images', () => {
    const image = { type: 'image', mimeType: 'image/png', data: 'AA' } as const;
    const accepted = at(
      { type: 'message.accepted', messageId: 'm', runId: 'r', text: 'later', images: [image], queue: 'followup' },
      1,
    );
    const view = foldAll(EMPTY_SESSION, [accepted]);
    expect(toRows(accepted, EMPTY_SESSION, unknown)).toEqual([]);
    const started = at(
      { type: 'run.started', runId: 'r', messageIds: ['m'], agentId: 'main', provider: 'p', model: 'x' },
      2,
    );
    expect(toRows(started, view, unknown)[0]?.message).toMatchObject({
      content: [{ type: 'text', text: 'later' }, image],
    });
    expect(toRows(at({ type: 'message.injected', messageId: 'm', runId: 'other' }, 2), view, unknown)).toHaveLength(1);
  });

  it('of a model has usage, and cost if the price is known', () => {
    const [row] = toRows(at(answer([{ type: 'text', text: 'hi' }])), EMPTY_SESSION, free);
    expect(row).toMatchObject({ entryId: 'm', runId: 'r', stopReason: 'stop', provider: 'anthropic' });
    expect(row?.message).toMatchObject({
      role: 'assistant',
      usage: { ...USAGE, totalTokens: 18, cost: { input: 1, output: 2, cacheRead: 0, cacheWrite: 0, total: 3 } },
    });
    expect(
      toRows(at(answer([{ type: 'text', text: 'hi' }])), EMPTY_SESSION, unknown)[0]?.message['usage'],
    ).not.toHaveProperty('cost');
  });

  it('is split in two if a message has text and a tool call, with usage counted once and without provider data', () => {
    const rows = toRows(
      at(
        answer(
          [
            { type: 'thinking', thinking: 'hm', signature: 'sig' },
            { type: 'text', text: 'I look' },
            { type: 'toolCall', id: 'c', name: 'exec', arguments: { command: 'ls' } },
          ],
          { stopReason: 'toolUse' },
        ),
      ),
      EMPTY_SESSION,
      free,
    );
    expect(rows.map((row) => row.part)).toEqual([0, 1]);
    expect(rows.map((row) => 'usage' in row.message)).toEqual([false, true]);
    expect(rows[0]?.message['content']).toEqual([
      { type: 'thinking', thinking: 'hm' },
      { type: 'text', text: 'I look' },
    ]);
    expect(rows[1]?.message['content']).toEqual([
      { type: 'toolCall', id: 'c', name: 'exec', arguments: { command: 'ls' } },
    ]);
  });

  it('of a tool result, a failed run, and a note is readable', () => {
    const result = toRows(
      at({
        type: 'tool.finished',
        callId: 'c',
        runId: 'r',
        name: 'exec',
        isError: false,
        text: 'out',
        details: {},
        durationMs: 1,
      }),
      EMPTY_SESSION,
      unknown,
    );
    expect(result[0]?.message).toMatchObject({
      role: 'toolResult',
      toolCallId: 'c',
      toolName: 'exec',
      isError: false,
      content: [{ type: 'text', text: 'out' }],
    });
    const ended = (status: 'failed' | 'done') =>
      toRows(
        at({
          type: 'run.ended',
          runId: 'r',
          status,
          stopReason: 'error',
          error: { code: 'auth', message: 'No key.' },
          usage: USAGE,
          modelCalls: 1,
          startedAtMs: 0,
        }),
        EMPTY_SESSION,
        unknown,
      );
    expect(ended('failed')[0]).toMatchObject({
      stopReason: 'error',
      message: { role: 'assistant', content: [{ text: 'No key.' }] },
    });
    expect(ended('done')).toEqual([]);
    expect(toRows(at({ type: 'note.added', messageId: 'n', text: 'note' }), EMPTY_SESSION, unknown)).toHaveLength(1);
    expect(toRows(at({ type: 'rewound', beforeSeq: 1 }), EMPTY_SESSION, unknown)).toEqual([]);
  });
});

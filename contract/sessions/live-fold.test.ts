import { describe, expect, it } from 'vitest';
import type { LiveEvent, OpenState } from './live-events.ts';
import { foldLive, NOTHING_LIVE, settleLive } from './live-fold.ts';

const text = (offset: number, added: string, index = 0): LiveEvent => ({
  kind: 'text',
  runId: 'r',
  messageId: 'm',
  index,
  offset,
  text: added,
});
const output = (offset: number, added: string): LiveEvent => ({
  kind: 'tool-output',
  runId: 'r',
  callId: 'c',
  offset,
  text: added,
});
const play = (events: readonly LiveEvent[], start: OpenState = NOTHING_LIVE): OpenState | undefined =>
  events.reduce<OpenState | undefined>(
    (open, event) => (open === undefined ? undefined : foldLive(open, event)),
    start,
  );

describe('foldLive', () => {
  it('appends increments by offset', () => {
    expect(play([text(0, 'Hel'), text(3, 'lo')])?.message?.blocks).toEqual([{ kind: 'text', text: 'Hello' }]);
  });

  it('ignores text that it already has', () => {
    expect(play([text(0, 'Hello'), text(3, 'lo you'), text(0, 'Hel')])?.message?.blocks[0]?.text).toBe('Hello you');
  });

  it('reports a gap', () => {
    expect(play([text(0, 'Hel'), text(9, 'x')])).toBeUndefined();
  });

  it('keeps blocks apart and starts over with another message', () => {
    const open = play([
      { kind: 'thinking', runId: 'r', messageId: 'm', index: 0, offset: 0, text: 'hm' },
      text(0, 'A', 1),
    ]);
    expect(open?.message?.blocks.map((block) => block.text)).toEqual(['hm', 'A']);
    expect(play([{ ...text(0, 'B'), messageId: 'n' } as LiveEvent], open)?.message).toMatchObject({
      messageId: 'n',
      blocks: [{ text: 'B' }],
    });
  });

  it('keeps the tail of long output and continues after a gap', () => {
    const open = play([output(0, 'a'.repeat(60_000)), output(60_000, 'b'.repeat(60_000))]);
    const kept = open?.toolOutput['c'];
    expect(kept?.text.endsWith('b')).toBe(true);
    expect((kept?.offset ?? 0) + (kept?.text.length ?? 0)).toBe(120_000);
    expect(kept?.text.length).toBeLessThan(70_000);
    expect(play([output(0, 'a'), output(50, 'z')])?.toolOutput['c']).toEqual({ offset: 50, text: 'z' });
  });
});

describe('settleLive', () => {
  const open = play([text(0, 'Hello'), output(0, 'x')]) ?? NOTHING_LIVE;
  it('drops a completed message and the output of a finished tool', () => {
    const done = settleLive(open, {
      seq: 1,
      ts: 1,
      type: 'message.completed',
      messageId: 'm',
      runId: 'r',
      content: [],
      stopReason: 'stop',
      provider: 'p',
      model: 'm',
    });
    expect(done.message).toBeUndefined();
    expect(
      settleLive(done, {
        seq: 2,
        ts: 1,
        type: 'tool.finished',
        callId: 'c',
        runId: 'r',
        name: 'exec',
        isError: false,
        text: '',
        details: {},
        durationMs: 1,
      }).toolOutput,
    ).toEqual({});
  });

  it('drops everything when the run ends', () => {
    const usage = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
    expect(
      settleLive(open, {
        seq: 1,
        ts: 1,
        type: 'run.ended',
        runId: 'r',
        status: 'aborted',
        stopReason: 'aborted',
        usage,
        modelCalls: 1,
        startedAtMs: 0,
      }),
    ).toEqual(NOTHING_LIVE);
  });
});

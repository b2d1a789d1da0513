// Proves: UI-3
import { describe, expect, it } from 'vitest';
import type { SessionEvent } from '#contract/sessions/session-events.ts';
import { foldLive, NOTHING_LIVE, settleLive } from '#contract/sessions/live-fold.ts';
import { EMPTY_SESSION, foldSession } from '#contract/sessions/session-fold.ts';
import type { Announcements } from '#contract/types/preferences.ts';
import { createAnswerAnnouncer } from './answer-announcer.ts';

/** A conversation whose announcements are collected. */
function listen(when: Announcements) {
  const announce = createAnswerAnnouncer();
  const heard: string[] = [];
  let [view, open] = [EMPTY_SESSION, NOTHING_LIVE];
  let seq = 0;
  const look = (): void => void heard.push(...announce({ view, open }, when));
  look();
  const add = (event: Record<string, unknown>): void => {
    seq += 1;
    // The fields that the fold reads.
    const whole = { seq, ts: seq, ...event } as unknown as SessionEvent;
    view = foldSession(view, whole);
    open = settleLive(open, whole);
    look();
  };
  return {
    heard,
    stream: (text: string, messageId = 'm') => {
      const known = open.message?.messageId === messageId ? (open.message.blocks[0]?.text.length ?? 0) : 0;
      open = foldLive(open, { kind: 'text', runId: 'r', messageId, index: 0, offset: known, text }) ?? open;
      look();
    },
    complete: (text: string, messageId = 'm') =>
      add({ type: 'message.completed', messageId, runId: 'r', model: 'a/b', content: [{ type: 'text', text }] }),
  };
}

describe('answers', () => {
  it('are announced when they are complete, without Markdown and code', () => {
    const { heard, stream, complete } = listen('answers');
    stream('I **found** it. ');
    expect(heard).toEqual([]);
    complete('I **found** it. See:\n\n```ts\nconst x = 1;\n```\n\nThat is all.');
    expect(heard).toEqual(['I found it. See: Code block. That is all.']);
  });

  it('are announced sentence by sentence while they stream, and each part once', () => {
    const { heard, stream, complete } = listen('sentences');
    stream('First sentence. Second ');
    stream('one! Thi');
    stream('rd.');
    complete('First sentence. Second one! Third.');
    expect(heard).toEqual(['First sentence.', 'Second one!', 'Third.']);
  });

  it('are announced even if nothing of them was streamed', () => {
    const { heard, complete } = listen('sentences');
    complete('At once.');
    complete('And again.', 'n');
    expect(heard).toEqual(['At once.', 'And again.']);
  });

  it('wait for the end of a code block', () => {
    const { heard, stream } = listen('sentences');
    stream('Look:\n```ts\nconst a = 1; // One. Two. ');
    expect(heard).toEqual(['Look:']);
    stream('\n```\nDone. ');
    expect(heard).toEqual(['Look:', 'Code block. Done.']);
  });

  it('are silent when announcements are off', () => {
    const { heard, stream, complete } = listen('off');
    stream('One. ');
    complete('One. Two.');
    expect(heard).toEqual([]);
  });
});

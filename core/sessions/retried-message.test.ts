import { expect, it } from 'vitest';
import type { LiveEvent } from '#contract/sessions/live-events.ts';
import { foldLive, NOTHING_LIVE } from '#contract/sessions/live-fold.ts';
import { LiveState } from './live-state.ts';

/** A client's view of a message whose first attempt failed after `first`. */
function retry(first: (live: LiveState) => void, second: (live: LiveState) => void) {
  const events: LiveEvent[] = [];
  const live = new LiveState((event) => events.push(event));
  live.openMessage('run', 'a');
  first(live);
  const before = events.length;
  live.openMessage('run', 'b');
  second(live);
  live.endAnswer();
  const { message } = events.reduce((open, event) => foldLive(open, event) ?? open, NOTHING_LIVE);
  const texts = events.slice(before).flatMap((event) => (event.kind === 'text' ? [event.text] : []));
  return { texts, message, events: events.slice(before) };
}

it('sends nothing that clients already have, however the pieces are divided', () => {
  for (const pieces of [['One two three'], ['One', ' two', ' three'], [...'One two three']]) {
    const { texts, message } = retry(
      (live) => live.text('text', 0, 'One tw'),
      (live) => pieces.forEach((piece) => live.text('text', 0, piece)),
    );
    expect(texts.join('')).toBe('o three');
    expect(message).toMatchObject({ messageId: 'a', blocks: [{ text: 'One two three' }] });
  }
});

it('replaces the message if the new answer is a different one', () => {
  const { texts, message } = retry(
    (live) => live.text('text', 0, 'One tw'),
    (live) => ['One ', 'half'].forEach((piece) => live.text('text', 0, piece)),
  );
  expect(texts.join('')).toBe('One half');
  expect(message).toMatchObject({ messageId: 'b', blocks: [{ text: 'One half' }] });
});

it('replaces the message if the new answer is shorter than what clients have', () => {
  const { message } = retry(
    (live) => live.text('text', 0, 'One two'),
    (live) => live.text('text', 0, 'One'),
  );
  expect(message).toMatchObject({ messageId: 'b', blocks: [{ text: 'One' }] });
});

it('does not compare reasoning before text that clients have', () => {
  const { texts, message } = retry(
    (live) => {
      live.text('thinking', 0, 'Hmm.');
      live.text('text', 1, 'One');
    },
    (live) => {
      live.text('thinking', 0, 'Well, let me see.');
      live.text('text', 1, 'One two');
    },
  );
  expect(texts).toEqual([' two']);
  expect(message?.messageId).toBe('a');
});

it('starts over if only reasoning or a tool call was received', () => {
  const { message } = retry(
    (live) => {
      live.text('thinking', 0, 'Hmm.');
      live.toolCall(1, 'c1', 'read', '{"pa');
    },
    (live) => live.text('thinking', 0, 'Well.'),
  );
  expect(message).toMatchObject({ messageId: 'b', blocks: [{ text: 'Well.' }] });
});

it('announces the tool call after text that clients have', () => {
  const { events } = retry(
    (live) => live.text('text', 0, 'I will'),
    (live) => {
      live.text('text', 0, 'I will read.');
      live.toolCall(1, 'c1', 'read', '');
    },
  );
  expect(events.map(({ kind }) => kind)).toEqual(['text', 'tool-call']);
});

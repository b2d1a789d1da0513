import { expect, it } from 'vitest';
import { MAX_BUFFERED_BYTES } from '#contract/wire/limits.ts';
import { Outbox } from './outbox.ts';

it('closes a client that does not read once, and sends nothing after that', () => {
  const sent: unknown[] = [];
  const closes: unknown[] = [];
  const outbox = new Outbox({
    send: (frame) => (sent.push(frame) > 1 ? MAX_BUFFERED_BYTES + 1 : MAX_BUFFERED_BYTES),
    bufferedBytes: () => 0,
    close: (...reason) => void closes.push(reason),
  });
  outbox.answer('1', 'read');
  expect(closes).toEqual([]);
  for (const id of ['2', '3', '4']) outbox.answer(id, 'not read');
  expect(sent).toHaveLength(2);
  expect(closes).toEqual([[1008, 'slow consumer']]);
});

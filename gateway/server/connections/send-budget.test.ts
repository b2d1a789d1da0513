// Proves: GW-8
import { expect, it } from 'vitest';
import { MAX_TOTAL_BUFFERED_BYTES } from '#contract/wire/limits.ts';
import { SendBudget } from './send-budget.ts';

function makeClient() {
  const client = { bytes: 0, isClosed: false, bufferedBytes: () => client.bytes, closeAsSlow: () => {} };
  client.closeAsSlow = () => void (client.isClosed = true);
  return client;
}

it('closes the client with the most buffered bytes when all together exceed the limit', () => {
  const budget = new SendBudget();
  const [large, small, last] = [makeClient(), makeClient(), makeClient()];
  const send = (client: typeof large, bytes: number): void => {
    client.bytes += bytes;
    budget.sent(client, client.bytes);
  };
  send(large, MAX_TOTAL_BUFFERED_BYTES * 0.6);
  send(small, MAX_TOTAL_BUFFERED_BYTES * 0.3);
  expect([large.isClosed, small.isClosed]).toEqual([false, false]);
  send(last, MAX_TOTAL_BUFFERED_BYTES * 0.2);
  expect([large.isClosed, small.isClosed, last.isClosed]).toEqual([true, false, false]);
});

it('measures again before it closes a client, because clients read in the meantime', () => {
  const budget = new SendBudget();
  const [reads, sends] = [makeClient(), makeClient()];
  reads.bytes = MAX_TOTAL_BUFFERED_BYTES * 0.9;
  budget.sent(reads, reads.bytes);
  reads.bytes = 0;
  sends.bytes = MAX_TOTAL_BUFFERED_BYTES * 0.5;
  budget.sent(sends, sends.bytes);
  expect([reads.isClosed, sends.isClosed]).toEqual([false, false]);
});

it('does not count a client that is gone', () => {
  const budget = new SendBudget();
  const [gone, next] = [makeClient(), makeClient()];
  gone.bytes = next.bytes = MAX_TOTAL_BUFFERED_BYTES * 0.8;
  budget.sent(gone, gone.bytes);
  budget.forget(gone);
  budget.sent(next, next.bytes);
  expect([gone.isClosed, next.isClosed]).toEqual([false, false]);
});

import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { StreamTurns } from './stream-turns.ts';

it('lets everything else run between the steps of calls that take long', async () => {
  let nowMs = 0;
  const turns = new StreamTurns(() => nowMs);
  const order: string[] = [];
  const call = async (name: string): Promise<void> => {
    for (let step = 1; step <= 2; step += 1) {
      await turns.take();
      order.push(`${name}${step}`);
      nowMs += 12;
    }
  };
  const calls = Promise.all(['a', 'b', 'c'].map(call));
  let isDone = false;
  void calls.then(() => (isDone = true));
  while (!isDone) {
    await nextTurn();
    order.push('other');
  }
  // The first steps were allowed before any of them had taken long.
  expect(order.slice(0, 7)).toEqual(['a1', 'b1', 'c1', 'a2', 'other', 'b2', 'other']);
  expect(order.filter((name) => name !== 'other')).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'c2']);
});

it('does not delay the steps of a short turn', async () => {
  const turns = new StreamTurns(() => 0);
  const order: string[] = [];
  const other = nextTurn().then(() => order.push('other'));
  for (let step = 1; step <= 3; step += 1) {
    await turns.take();
    order.push(`step ${step}`);
  }
  await other;
  expect(order).toEqual(['step 1', 'step 2', 'step 3', 'other']);
});

it('continues short steps that waited in one turn, in order', async () => {
  let nowMs = 0;
  const turns = new StreamTurns(() => nowMs);
  const order: string[] = [];
  await turns.take();
  nowMs += 12;
  const waiting = ['a', 'b', 'c'].map(async (name) => {
    await turns.take();
    order.push(name);
    nowMs += 0.1;
  });
  await nextTurn();
  void Promise.all(waiting).then(() => order.push('all'));
  await nextTurn();
  order.push('other');
  expect(order).toEqual(['a', 'b', 'c', 'all', 'other']);
});

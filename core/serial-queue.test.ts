import { expect, test } from 'vitest';
import { SerialQueue } from './serial-queue.ts';

test('starts a task only when the one before has ended', async () => {
  const queue = new SerialQueue();
  const first = Promise.withResolvers<string>();
  const started: string[] = [];
  const results = Promise.all([
    queue.run(() => {
      started.push('first');
      return first.promise;
    }),
    queue.run(() => {
      started.push('second');
      return 'b';
    }),
  ]);
  await Promise.resolve();
  expect(started).toEqual(['first']);
  expect(queue.size).toBe(2);
  first.resolve('a');
  await expect(results).resolves.toEqual(['a', 'b']);
  expect(started).toEqual(['first', 'second']);
  expect(queue.size).toBe(0);
});

test('a failed task rejects for its caller only', async () => {
  const queue = new SerialQueue();
  const failed = queue.run(() => Promise.reject(new Error('disk full')));
  const thrown = queue.run(() => {
    throw new Error('bad input');
  });
  const next = queue.run(() => 'done');
  await expect(failed).rejects.toThrow('disk full');
  await expect(thrown).rejects.toThrow('bad input');
  await expect(next).resolves.toBe('done');
  expect(queue.size).toBe(0);
});

test('is idle when all tasks are done, even after a failure', async () => {
  const queue = new SerialQueue();
  await queue.idle();
  const done: number[] = [];
  const gate = Promise.withResolvers<undefined>();
  void queue.run(() => gate.promise.then(() => done.push(1)));
  queue.run(() => Promise.reject(new Error('disk full'))).catch(() => done.push(2));
  const idle = queue.idle();
  gate.resolve(undefined);
  await idle;
  expect(done).toEqual([1, 2]);
});

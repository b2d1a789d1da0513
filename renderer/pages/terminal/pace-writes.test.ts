import { expect, it } from 'vitest';
import { paceWrites } from './pace-writes.ts';

function setUp(intervalMs: number) {
  const written: string[] = [];
  const timers: (() => void)[] = [];
  const output = paceWrites(
    (text) => written.push(text),
    intervalMs,
    (run) => timers.push(run),
  );
  const pass = (): void => {
    for (const run of timers.splice(0)) run();
  };
  return { output, written, timers, pass };
}

it('writes the first piece at once and gathers what follows', () => {
  const { output, written, pass } = setUp(50);
  output('a');
  output('b');
  output('c');
  expect(written).toEqual(['a']);
  pass();
  expect(written).toEqual(['a', 'bc']);
});

it('is at rest after a pause, and then quick again', () => {
  const { output, written, timers, pass } = setUp(50);
  output('a');
  pass();
  expect(timers).toHaveLength(0);
  output('b');
  expect(written).toEqual(['a', 'b']);
});

it('forgets what waits when the screen is cleared', () => {
  const { output, written, pass } = setUp(50);
  output('a');
  output('b');
  output.drop();
  pass();
  expect(written).toEqual(['a']);
});

it('lets everything through without an interval', () => {
  const { output, written, timers } = setUp(0);
  output('a');
  output('b');
  expect(written).toEqual(['a', 'b']);
  expect(timers).toHaveLength(0);
});

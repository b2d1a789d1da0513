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

it('writes the first chunk immediately and batches the rest', () => {
  const { output, written, pass } = setUp(50);
  output('a');
  output('b');
  output('c');
  expect(written).toEqual(['a']);
  pass();
  expect(written).toEqual(['a', 'bc']);
});

it('writes immediately again after a pause', () => {
  const { output, written, timers, pass } = setUp(50);
  output('a');
  pass();
  expect(timers).toHaveLength(0);
  output('b');
  expect(written).toEqual(['a', 'b']);
});

it('discards pending output when the screen is cleared', () => {
  const { output, written, pass } = setUp(50);
  output('a');
  output('b');
  output.drop();
  pass();
  expect(written).toEqual(['a']);
});

it('writes everything immediately without an interval', () => {
  const { output, written, timers } = setUp(0);
  output('a');
  output('b');
  expect(written).toEqual(['a', 'b']);
  expect(timers).toHaveLength(0);
});

import { expect, it } from 'vitest';
import { paceWrites } from './pace-writes.ts';

function setUp(intervalMs: number) {
  const written: string[] = [];
  const timers: (() => void)[] = [];
  const shown: string[] = [];
  const paced = paceWrites(
    (text, done) => {
      written.push(text);
      done();
    },
    intervalMs,
    (run) => timers.push(run),
  );
  const output = Object.assign((text: string) => paced(text, () => shown.push(text)), { drop: () => paced.drop() });
  const pass = (): void => {
    for (const run of timers.splice(0)) run();
  };
  return { output, written, shown, timers, pass };
}

it('writes the first chunk immediately and batches the rest', () => {
  const { output, written, shown, pass } = setUp(50);
  output('a');
  output('b');
  output('c');
  expect([written, shown]).toEqual([['a'], ['a']]);
  pass();
  expect([written, shown]).toEqual([
    ['a', 'bc'],
    ['a', 'b', 'c'],
  ]);
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
  const { output, written, shown, pass } = setUp(50);
  output('a');
  output('b');
  output.drop();
  pass();
  expect(written).toEqual(['a']);
  expect(shown).toEqual(['a', 'b']);
});

it('writes everything immediately without an interval', () => {
  const { output, written, timers } = setUp(0);
  output('a');
  output('b');
  expect(written).toEqual(['a', 'b']);
  expect(timers).toHaveLength(0);
});

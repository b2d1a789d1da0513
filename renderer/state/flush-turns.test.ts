import { expect, it } from 'vitest';
import { createFlushTurns } from './flush-turns.ts';

function setUp() {
  const frames: ((nowMs: number) => void)[] = [];
  let now = 1_000;
  const flushed: string[] = [];
  const turns = createFlushTurns({ next: (run) => void frames.push(run) }, (name) => flushed.push(name));
  const frame = (afterMs = 16): readonly string[] => {
    flushed.length = 0;
    now += afterMs;
    for (const run of frames.splice(0)) run(now);
    return [...flushed];
  };
  return { turns, frame, frames };
}

it('requests one frame for many updates, and none without updates', () => {
  const { turns, frame, frames } = setUp();
  turns.want('a');
  turns.want('a');
  turns.want('b');
  expect(frames).toHaveLength(1);
  expect(frame()).toEqual(['a', 'b']);
  expect(frames).toHaveLength(0);
});

it('renders the focused session in each frame and the others in turn', () => {
  const { turns, frame } = setUp();
  turns.focus('f');
  const all = ['a', 'b', 'c', 'd', 'e', 'f'];
  turns.want('f');
  frame();
  for (const name of all) turns.want(name);
  expect(frame()).toEqual(['f', 'a', 'b']);
  turns.want('a');
  turns.want('f');
  expect(frame()).toEqual(['f', 'c', 'd']);
  expect(frame()).toEqual(['e', 'a']);
});

it('renders fewer sessions when frames are late', () => {
  const { turns, frame } = setUp();
  turns.want('a');
  frame();
  for (const name of ['a', 'b', 'c']) turns.want(name);
  expect(frame(50)).toEqual(['a']);
  expect(frame()).toEqual(['b', 'c']);
});

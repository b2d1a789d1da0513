import { expect, it } from 'vitest';
import { createFlushTurns } from './flush-turns.ts';

function setUp() {
  const frames: ((lastMs: number) => void)[] = [];
  const flushed: string[] = [];
  const turns = createFlushTurns({ next: (run) => void frames.push(run) }, (name) => flushed.push(name));
  const frame = (lastMs = 12): readonly string[] => {
    flushed.length = 0;
    for (const run of frames.splice(0)) run(lastMs);
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

it('renders fewer sessions after frames that took long, and more after short ones', () => {
  const { turns, frame } = setUp();
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']) turns.want(name);
  expect(frame(12)).toEqual(['a', 'b']);
  expect(frame(30)).toEqual(['c']);
  expect(frame(30)).toEqual(['d']);
  expect(frame(2)).toEqual(['e', 'f']);
  expect(frame(2)).toEqual(['g', 'h', 'i']);
});

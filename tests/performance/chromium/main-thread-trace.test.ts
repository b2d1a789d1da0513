// How the work of a main thread is read from a trace.
import { expect, it } from 'vitest';

import { readMainThread } from './main-thread-trace.ts';

const thread = (pid: number) => ({
  name: 'thread_name',
  ph: 'M',
  pid,
  tid: 1,
  ts: 0,
  args: { name: 'CrRendererMain' },
});
const task = (pid: number, ts: number, tdur: number) => ({ name: 'RunTask', ph: 'X', pid, tid: 1, ts, tdur });
const commit = (pid: number, ts: number) => ({ name: 'Commit', ph: 'X', pid, tid: 1, ts, tdur: 10 });

it('adds up the tasks of each frame, in ms', () => {
  const events = [
    thread(7),
    task(7, 0, 1_000),
    task(7, 5_000, 2_000),
    commit(7, 6_000),
    task(7, 10_000, 4_000),
    commit(7, 11_000),
  ];
  expect(readMainThread(events)).toEqual({ frames: [3, 4], scaledFrames: [4], longestTask: 4, total: 7 });
});

it('counts tasks after the last frame in the total only', () => {
  const events = [thread(7), task(7, 0, 1_000), commit(7, 500), task(7, 1_000, 9_000)];
  expect(readMainThread(events)).toEqual({ frames: [1], scaledFrames: [], longestTask: 9, total: 10 });
});

it('reads the busiest main thread', () => {
  const events = [thread(7), thread(8), task(7, 0, 1_000), commit(7, 10), task(8, 0, 5_000), commit(8, 20)];
  expect(readMainThread(events)).toEqual({ frames: [5], scaledFrames: [], longestTask: 5, total: 5 });
});

it('finds nothing in an empty trace', () => {
  expect(readMainThread([])).toEqual({ frames: [], scaledFrames: [], longestTask: 0, total: 0 });
});

it('scales the work of a late frame to the frames that it replaces', () => {
  const late = 3 * (1_000_000 / 60);
  const events = [thread(7), commit(7, 0), task(7, 10, 12_000), commit(7, late)];
  expect(readMainThread(events).frames).toEqual([0, 12]);
  expect(readMainThread(events).scaledFrames[0]).toBeCloseTo(4);
});

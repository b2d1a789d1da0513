import { expect, it } from 'vitest';

import { createPageFrames } from './page-frames.ts';

/** A page in which each frame takes `costMs`. */
function setUp({ costMs, visible = true }: { readonly costMs: number; readonly visible?: boolean }) {
  let now = 1_000;
  const startedAt: number[] = [];
  const waits: number[] = [];
  let rendered: (() => void) | undefined;
  const frames = createPageFrames({
    now: () => now,
    visible: () => visible,
    beforeRendering(run) {
      run();
      now += costMs;
      rendered?.();
    },
    afterRendering: (run) => void (rendered = run),
    after(ms, run) {
      waits.push(ms);
      now += ms;
      run();
    },
  });
  const lastMs: number[] = [];
  const frame = (): void =>
    frames.next((last) => {
      startedAt.push(now);
      lastMs.push(last);
    });
  return { frame, frames, startedAt, lastMs, waits, now: () => now };
}

it('rests after a frame for longer than the frame took', () => {
  const { frame, startedAt, lastMs } = setUp({ costMs: 20 });
  frame();
  frame();
  frame();
  expect(startedAt).toEqual([1_000, 1_070, 1_140]);
  expect(lastMs).toEqual([0, 20, 20]);
});

it('rests also if the next frame is requested during a frame', () => {
  const { frames, startedAt, now } = setUp({ costMs: 20 });
  frames.next(() => {
    startedAt.push(now());
    frames.next(() => startedAt.push(now()));
  });
  expect(startedAt).toEqual([1_000, 1_070]);
});

it('waits for nothing after a short frame', () => {
  const { frame, waits } = setUp({ costMs: 1 });
  frame();
  frame();
  expect(waits).toEqual([]);
});

it('never rests for long after one slow frame', () => {
  const { frame, waits } = setUp({ costMs: 900 });
  frame();
  frame();
  expect(waits).toEqual([100]);
});

it('uses a timer while the page is hidden', () => {
  const { frame, waits, lastMs } = setUp({ costMs: 20, visible: false });
  frame();
  expect(waits).toEqual([250]);
  expect(lastMs).toEqual([0]);
});

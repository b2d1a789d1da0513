import { beforeEach, expect, it } from 'vitest';
import { SecretGuard } from '#core/secrets/secret-guard.ts';
import { ManualClock } from '#tests/support/core/manual-clock.ts';
import { QUIET } from '#tests/support/quiet-log.ts';
import { OutputKeeper, SAVE_AFTER_MS } from './output-keeper.ts';
import { SCREEN_CHARS, ScreenBuffer } from './screen-buffer.ts';

let clock: ManualClock;
let screen: ScreenBuffer;
let writes: { readonly text: string; readonly afterGap: boolean }[];
let failure: Error | undefined;
const guard = new SecretGuard();
guard.hide('correct horse battery staple');
let keeper: OutputKeeper;

beforeEach(() => {
  clock = new ManualClock();
  screen = new ScreenBuffer();
  writes = [];
  failure = undefined;
  keeper = new OutputKeeper({
    clock,
    log: QUIET,
    end: () => screen.end,
    since: (offset) => screen.since(offset),
    latest: () => screen.text(),
    countComplete: (text) => guard.countComplete(text),
    write: async (text, afterGap) => {
      if (failure !== undefined) throw failure;
      writes.push({ text, afterGap });
    },
  });
});

function print(text: string): void {
  screen.add(text);
  keeper.changed();
}

it('writes once for all output of a second, and not at all without output', async () => {
  for (let chunk = 0; chunk < 1_000; chunk += 1) print(`${chunk}\n`);
  await clock.advance(SAVE_AFTER_MS - 1);
  expect(writes).toEqual([]);
  await clock.advance(1);
  expect(writes.map(({ text }) => text.split('\n').length)).toEqual([1_001]);
  expect(clock.pending).toBe(0);
  print('more\n');
  await clock.advance(SAVE_AFTER_MS);
  expect(writes.at(-1)).toEqual({ text: 'more\n', afterGap: false });
});

it('writes only what is buffered of a flood, and says that something is missing before it', async () => {
  print('start\n');
  await clock.advance(SAVE_AFTER_MS);
  for (let chunk = 0; chunk < 10_000; chunk += 1) print(`${'x'.repeat(4_000)}\n`);
  await clock.advance(SAVE_AFTER_MS);
  expect(writes).toHaveLength(2);
  expect(writes[1]?.afterGap).toBe(true);
  expect(writes[1]?.text.length).toBeLessThanOrEqual(SCREEN_CHARS);
});

it('writes the rest when it finishes, and nothing after that', async () => {
  print('the end');
  await keeper.finish();
  expect(writes).toEqual([{ text: 'the end', afterGap: false }]);
  print('late');
  await clock.advance(10 * SAVE_AFTER_MS);
  expect(writes).toHaveLength(1);
});

it('writes what failed together with the next output', async () => {
  failure = new Error('disk full');
  print('a');
  await clock.advance(SAVE_AFTER_MS);
  expect([writes, clock.pending]).toEqual([[], 0]);
  failure = undefined;
  print('b');
  await clock.advance(SAVE_AFTER_MS);
  expect(writes).toEqual([{ text: 'ab', afterGap: false }]);
});

it('saves a secret that is printed in pieces as a whole, so that it is recognized', async () => {
  print('password: correct horse');
  await clock.advance(SAVE_AFTER_MS);
  expect(writes).toEqual([{ text: 'password: ', afterGap: false }]);
  expect(clock.pending).toBe(0);
  print(' battery staple\n$ corr');
  await clock.advance(SAVE_AFTER_MS);
  expect(writes[1]?.text).toBe('correct horse battery staple\n$ ');
  await keeper.finish();
  expect(writes.map(({ text }) => text).join('')).toBe('password: correct horse battery staple\n$ corr');
});

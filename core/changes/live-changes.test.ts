import { expect, it } from 'vitest';
import { LiveChanges } from './live-changes.ts';

/** A run whose folder is different each time. `pass` makes time go by. */
function startRun() {
  let [taken, now] = [0, 0];
  const live = new LiveChanges({
    clock: { now: () => now },
    snapshots: {
      take: async () => ({ tree: `tree ${(taken += 1)}`, gaps: [] }),
      compare: async (_before, after) => [{ path: after }],
      read: async () => new Map(),
    },
  });
  const run = {
    runId: 'r',
    sessionKey: 's',
    ownerId: 'o',
    folder: '/work',
    startedAt: 0,
    before: 'first',
    notes: [],
    files: [],
  };
  const path = async (find: Promise<readonly { readonly path: string }[]>) => (await find)[0]?.path;
  return {
    find: () => path(live.find(run)),
    findAgain: () => path(live.findAgain(run)),
    forget: () => live.forget('s'),
    pass: (ms: number) => (now += ms),
  };
}

it('compares the folder for each list, and once for all files of a list', async () => {
  const run = startRun();
  expect(await run.find()).toBe('tree 1');
  expect(await run.find()).toBe('tree 2');
  expect(await Promise.all([run.findAgain(), run.findAgain()])).toEqual(['tree 2', 'tree 2']);
});

it('compares the folder again for a file that is requested much later, or after the run', async () => {
  const run = startRun();
  await run.find();
  run.pass(10_000);
  expect(await run.findAgain()).toBe('tree 2');
  run.forget();
  expect(await run.findAgain()).toBe('tree 3');
});

// What a person waits for when they open the changes of a run with 500 files: the list, and all parts of all files.
// Proves: TF-4
import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { openGit } from '#adapters/git/git-program.ts';
import { openSnapshots } from '#adapters/snapshots/open-snapshots.ts';
import { compareTrees } from '#core/changes/compare-trees.ts';
import { toDetail } from '#core/changes/pending-change.ts';
import { versionContents } from '#core/changes/version-contents.ts';
import type { Snapshots } from '#core/ports/snapshots.ts';
import type { Row } from '../report.ts';
import { median } from '../statistics.ts';

const FILES = 500;
const LINES = 200;
const TARGET_MS = 300;
const NEVER = new AbortController().signal;

/** Compares 500 changed files, `times` times. */
export async function changesRows(times: number): Promise<readonly Row[]> {
  const base = await fs.realpath(await fs.mkdtemp(path.join(os.tmpdir(), 'gatehouse-bench-')));
  const folder = path.join(base, 'work');
  await fs.mkdir(folder);
  const home = path.join(base, 'home');
  const git = openGit(process.env, () => () => undefined);
  const open = (): Snapshots => openSnapshots({ home, forbiddenFolders: [home], git });
  const snapshots = open();
  try {
    await writeAll(folder, 0);
    const before = await snapshots.take(folder, 'runs/bench/before', NEVER);
    const marks = { viewed: new Map(), waiting: [] };
    const whole: number[] = [];
    const unchanged: number[] = [];
    for (let round = 0; round < times; round += 1) {
      // New contents, which aren't in memory.
      await writeAll(folder, round + 1);
      const after = await snapshots.take(folder, 'runs/bench/after', NEVER);
      const cold = open();
      const contents = versionContents(cold);
      whole.push(
        await timeMs(async () => {
          const changes = await compareTrees(cold, before.tree, after.tree, NEVER);
          const sides = await contents.load(changes.flatMap((change) => [change.before, change.after]));
          const details = changes.map((change, at) =>
            toDetail(change, [sides[2 * at], sides[2 * at + 1]], marks, true),
          );
          if (details.length !== FILES) throw new Error(`${details.length} files instead of ${FILES}`);
        }),
      );
      unchanged.push(await timeMs(() => snapshots.take(folder, 'runs/bench/after', NEVER)));
    }
    const row = { unit: 'ms', target: TARGET_MS, better: 'lower', bare: undefined } as const;
    return [
      {
        ...row,
        id: 'changes-500',
        title: 'Diff of 500 changed files',
        value: median(whole),
        note: 'all parts of files with 200 lines',
      },
      {
        ...row,
        id: 'snapshot-500',
        title: 'Snapshot of 500 unchanged files',
        value: median(unchanged),
        note: 'before the first change of a run',
      },
    ];
  } finally {
    await fs.rm(base, { recursive: true, force: true });
  }
}

async function writeAll(folder: string, version: number): Promise<void> {
  for (let file = 0; file < FILES; file += 1) {
    const lines = Array.from({ length: LINES }, (_, line) => `${file} ${line} ${line % 20 === 0 ? version : 'same'}\n`);
    await fs.writeFile(path.join(folder, `file-${file}.txt`), lines.join(''));
  }
}

async function timeMs(act: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await act();
  return performance.now() - startedAt;
}

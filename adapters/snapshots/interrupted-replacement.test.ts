// A replacement of files that is killed at any moment, or runs out of disk space, changes all files or none.
// Proves: TF-4
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openGit } from '#adapters/git/git-program.ts';
import type { FileStep, Snapshots } from '#core/ports/snapshots.ts';
import { PROJECT_ROOT } from '#scripts/project-root.ts';
import { createRandom } from '#tests/kill/random.ts';
import { openSnapshots } from './open-snapshots.ts';

const FILES = 40;
const KILLS = 12;
const LONGEST_MS = 60;
const DISK_KIB = 512;

let base: string;
let folder: string;
let home: string;
let snapshots: Snapshots;

beforeEach(async () => {
  base = await fs.realpath(await fs.mkdtemp(path.join(os.tmpdir(), 'gatehouse-replace-')));
  [folder, home] = [path.join(base, 'work'), path.join(base, 'home')];
  await fs.mkdir(folder);
  snapshots = openSnapshots({ home, forbiddenFolders: [home], git: openGit(process.env, () => () => undefined) });
});
afterEach(() => fs.rm(base, { recursive: true, force: true }));

async function makeSteps(): Promise<readonly FileStep[]> {
  const steps: FileStep[] = [];
  for (let index = 0; index < FILES; index += 1) {
    const [before = '', after = ''] = await snapshots.write([`before ${index}`, `after ${index}`]);
    steps.push({ path: `f${index}`, before: { id: before, mode: '100644' }, after: { id: after, mode: '100644' } });
  }
  return steps;
}

/** Runs a replacement in another process, and kills it a while after it has started. Returns whether it was recorded. */
async function killAfter(ms: number, transaction: string): Promise<'none' | 'ready' | 'done'> {
  const script = path.join(PROJECT_ROOT, 'tests/support/replace-files-process.ts');
  const child = spawn(process.execPath, [script, home, folder, transaction, String(FILES)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  while (!said.includes('start')) await once(child.stdout, 'data');
  await delay(ms);
  const closed = once(child, 'close');
  child.kill('SIGKILL');
  await closed;
  return said.includes('done') ? 'done' : said.includes('ready') ? 'ready' : 'none';
}

it('survives kills at random moments', async () => {
  const random = createRandom(1);
  const steps = await makeSteps();
  const seen = new Set<string>();
  for (let kill = 0; kill < KILLS; kill += 1) {
    for (let index = 0; index < FILES; index += 1)
      await fs.writeFile(path.join(folder, `f${index}`), `before ${index}`);
    const state = await killAfter(random.between(0, LONGEST_MS), `t${kill}`);
    seen.add(state);
    if (state === 'none') await snapshots.cancel(folder, `t${kill}`, steps);
    if (state === 'ready') expect(await snapshots.finish(folder, `t${kill}`, steps)).toEqual([]);
    const expected = state === 'none' ? 'before' : 'after';
    for (let index = 0; index < FILES; index += 1)
      expect(await fs.readFile(path.join(folder, `f${index}`), 'utf8'), `kill ${kill}`).toBe(`${expected} ${index}`);
    expect((await fs.readdir(folder)).length, `kill ${kill}: ${state}`).toBe(FILES);
  }
});

it('changes nothing on a full disk, and works once there is space', async (context) => {
  const disk = path.join(base, 'disk');
  await fs.mkdir(disk);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_KIB}k`, 'tmpfs', disk], { stdio: 'ignore' });
  } catch {
    context.skip(true, 'mounting a small file system needs root');
  }
  try {
    const [small, large] = ['s'.repeat(1_000), 'l'.repeat(200 * 1024)];
    const [before = '', after = ''] = await snapshots.write([small, large]);
    const steps = ['a', 'b', 'c'].map((name) => ({
      path: name,
      before: { id: before, mode: '100644' as const },
      after: { id: after, mode: '100644' as const },
    }));
    for (const name of ['a', 'b', 'c']) await fs.writeFile(path.join(disk, name), small);
    const ready: string[] = [];
    const replace = () => snapshots.replace(disk, 't', steps, async () => void ready.push('ready'));
    await expect(replace()).rejects.toMatchObject({ code: 'no-space' });
    expect(ready).toEqual([]);
    expect(await fs.readdir(disk)).toEqual(['a', 'b', 'c']);
    for (const name of ['a', 'b', 'c']) expect(await fs.readFile(path.join(disk, name), 'utf8')).toBe(small);
    execFileSync('mount', ['-o', `remount,size=${DISK_KIB * 4}k`, disk]);
    await replace();
    for (const name of ['a', 'b', 'c']) expect(await fs.readFile(path.join(disk, name), 'utf8')).toBe(large);
  } finally {
    execFileSync('umount', [disk]);
  }
});

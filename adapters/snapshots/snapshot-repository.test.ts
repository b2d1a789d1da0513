// What a killed git leaves in the repository of snapshots.
import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { removeLocks } from './snapshot-repository.ts';

it('removes the locks of indexes, and nothing else', async () => {
  const home = await fs.mkdtemp(path.join(os.tmpdir(), 'gatehouse-snapshots-'));
  const indexes = path.join(home, 'snapshots', 'indexes');
  await fs.mkdir(indexes, { recursive: true });
  for (const name of ['a', 'a.lock', 'a.left-out', 'b.lock']) await fs.writeFile(path.join(indexes, name), '');
  await removeLocks(home);
  expect(await fs.readdir(indexes)).toEqual(['a', 'a.left-out']);
  await fs.rm(home, { recursive: true });
});

it('creates nothing in a home without snapshots', async () => {
  const home = await fs.mkdtemp(path.join(os.tmpdir(), 'gatehouse-snapshots-'));
  await removeLocks(home);
  expect(await fs.readdir(home)).toEqual([]);
  await fs.rm(home, { recursive: true });
});

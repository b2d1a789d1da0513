// Proves: EX-4
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { measureFolder } from './disk-use.ts';

const TERABYTE = 1e12;

it('counts folders that are nested too deep as more than any limit, and needs few file handles for them', async () => {
  const top = await fs.mkdtemp(path.join(tmpdir(), 'gatehouse-disk-'));
  onTestFinished(() => fs.rm(top, { recursive: true, force: true }));
  await fs.writeFile(path.join(top, 'file'), 'text');
  await fs.mkdir(path.join(top, ...Array.from({ length: 200 }, () => 'd')), { recursive: true });
  expect(await measureFolder(top)).toBeLessThan(TERABYTE);
  await fs.mkdir(path.join(top, ...Array.from({ length: 400 }, () => 'd')), { recursive: true });
  expect(await measureFolder(top)).toBeGreaterThan(TERABYTE);
});

// Proves: PP-3
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import type { GitOutput } from '#core/ports/git.ts';
import { KnownSettings } from './known-settings.ts';

const EARLIER = new Date(Date.now() - 60_000);

let folder: string;
let asked = 0;
let settings: KnownSettings;

beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(tmpdir(), 'gatehouse-settings-'));
  onTestFinished(() => fs.rm(folder, { recursive: true, force: true }));
  asked = 0;
  settings = new KnownSettings();
  await write('config', '[core]\n');
});

/** Written, and not a moment ago. */
async function write(name: string, text: string): Promise<void> {
  const file = path.join(folder, name);
  await fs.writeFile(file, text);
  await fs.utimes(file, EARLIER, EARLIER);
  // Of the change of its attributes, which no program can set.
  const { ctimeMs } = await fs.stat(file);
  await expect.poll(() => Date.now() - ctimeMs).toBeGreaterThan(150);
}

function read(text = 'local\0core.bare\nfalse\0', exitCode = 0): Promise<GitOutput> {
  return settings.read(folder, folder, () => {
    asked += 1;
    return Promise.resolve({ exitCode, text, bytes: Buffer.from(text), messages: '' });
  });
}

it('asks git once while the files stay the same', async () => {
  await read();
  expect(await read()).toMatchObject({ text: 'local\0core.bare\nfalse\0' });
  expect(asked).toBe(1);
});

it.each(['config', 'config.worktree'])('asks again after %s has changed', async (name) => {
  await read();
  await write(name, '[core]\n\tautocrlf = true\n');
  await read();
  expect(asked).toBe(2);
});

it('asks each time if a file has just changed, is a link, or includes others, and after a failure', async () => {
  await fs.writeFile(path.join(folder, 'config'), '[core]\n\tbare = true\n');
  await read();
  await read();
  expect(asked).toBe(2);
  await write('config', '[include]\n\tpath = other\n');
  await read('local\0include.path\nother\0');
  await read('local\0include.path\nother\0');
  expect(asked).toBe(4);
  await read('', 1);
  await read('', 1);
  expect(asked).toBe(6);
  await fs.rename(path.join(folder, 'config'), path.join(folder, 'real'));
  await fs.symlink('real', path.join(folder, 'config'));
  await read();
  await read();
  expect(asked).toBe(8);
});

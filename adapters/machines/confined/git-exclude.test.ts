// Git's list of excluded files can be changed by programs in a sandbox, so what it is now is read with care.
// Proves: EX-3
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { excludePlaceholders } from './git-exclude.ts';

let base: string;
let workspace: string;
let info: string;

beforeEach(async () => {
  base = await fs.realpath(await fs.mkdtemp(path.join(tmpdir(), 'gatehouse-exclude-')));
  workspace = path.join(base, 'workspace');
  info = path.join(workspace, '.git', 'info');
  await fs.mkdir(info, { recursive: true });
  await fs.mkdir(path.join(base, 'outside'));
  await fs.writeFile(path.join(base, 'outside', 'exclude'), 'secret');
});
afterEach(() => fs.rm(base, { recursive: true, force: true }));

async function exclude(): Promise<string | undefined> {
  const file = path.join(base, 'list');
  const replaced = await excludePlaceholders(workspace, [path.join(workspace, '.mcp.json')], file);
  return replaced.length === 0 ? undefined : await fs.readFile(file, 'utf8');
}

it('adds placeholders to the list', async () => {
  await fs.writeFile(path.join(info, 'exclude'), '*.log');
  expect(await exclude()).toBe('*.log\n/.mcp.json\n');
});

it('reads no list outside, and no huge one', async () => {
  expect(await exclude()).toBeUndefined();
  await fs.symlink(path.join(base, 'outside', 'exclude'), path.join(info, 'exclude'));
  expect(await exclude()).toBeUndefined();
  await fs.rm(info, { recursive: true });
  await fs.symlink(path.join(base, 'outside'), info);
  expect(await exclude()).toBeUndefined();
  await fs.rm(info);
  await fs.mkdir(info);
  await fs.writeFile(path.join(info, 'exclude'), '');
  await fs.truncate(path.join(info, 'exclude'), 2 ** 32);
  expect(await exclude()).toBeUndefined();
});

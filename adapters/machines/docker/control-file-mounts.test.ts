// What a killed host, or a program in a container, leaves behind doesn't keep the next container from starting.
// Proves: EX-3
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { protectControlFiles } from './control-file-mounts.ts';

let base: string;
let workspace: string;
let notes: string;

beforeEach(async () => {
  base = await fs.realpath(await fs.mkdtemp(path.join(tmpdir(), 'gatehouse-control-files-')));
  workspace = path.join(base, 'workspace');
  notes = path.join(base, 'notes');
  await fs.mkdir(path.join(workspace, '.git', 'info'), { recursive: true });
  await fs.mkdir(notes);
});
afterEach(() => fs.rm(base, { recursive: true, force: true }));

it.each(['', '{"path', '[]'])('starts with notes that contain %j', async (text) => {
  for (const name of ['workspace.json', 'placeholders.json']) await fs.writeFile(path.join(notes, name), text);
  const { close } = await protectControlFiles(workspace, notes);
  await close();
  expect(await fs.readdir(workspace)).toEqual(['.git']);
});

it('starts with a folder in the place of the new list of excluded files', async () => {
  const info = path.join(workspace, '.git', 'info');
  await fs.writeFile(path.join(info, 'exclude'), '*.log\n');
  await fs.mkdir(path.join(info, 'exclude.gatehouse', 'inside'), { recursive: true });
  const { close } = await protectControlFiles(workspace, notes);
  expect(await fs.readFile(path.join(info, 'exclude'), 'utf8')).toContain('Added by Gatehouse');
  await close();
  expect(await fs.readFile(path.join(info, 'exclude'), 'utf8')).toBe('*.log\n');
});

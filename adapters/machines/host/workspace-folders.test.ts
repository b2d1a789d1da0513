import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openWorkspaceFolders } from './workspace-folders.ts';

function setUp() {
  const root = mkdtempSync(join(tmpdir(), 'gatehouse-folders-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  return { root, folders: openWorkspaceFolders(join(root, 'home')) };
}

it('creates a folder and its missing parents', async () => {
  const { root, folders } = setUp();
  const path = join(root, 'a', 'b', 'c');
  await folders.require(path, true);
  expect(existsSync(path)).toBe(true);
  await expect(folders.require(path, true)).resolves.toContain('c');
});

it('rejects a folder below a file', async () => {
  const { root, folders } = setUp();
  writeFileSync(join(root, 'file'), '');
  await expect(folders.require(join(root, 'file', 'x'), true)).rejects.toThrow(
    /Couldn't create the folder .*: part of the path isn't a folder\./,
  );
});

it.runIf(existsSync('/proc/self'))('rejects a folder in a file system that takes no new folders', async () => {
  const { folders } = setUp();
  await expect(folders.require('/proc/x/y', true)).rejects.toThrow(
    "Couldn't create the folder /proc/x/y: its parent folder doesn't allow new folders.",
  );
});

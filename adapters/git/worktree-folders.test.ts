// Proves: PP-3
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { makeTestFolder } from '#tests/support/git-repository.ts';
import { openWorktreeFolders } from './worktree-folders.ts';

const NOBODY = 65_534;

/** As a user whose permissions count. Undefined where that isn't possible. */
async function asNobody<T>(work: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return work();
  process.seteuid?.(NOBODY);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}

async function openFolders() {
  const root = await makeTestFolder('worktree-folders');
  await fs.chmod(root, 0o777);
  onTestFinished(() => fs.chmod(root, 0o700));
  return { root, folders: openWorktreeFolders(root), at: path.join(root, 'app', 'tree') };
}

it('removes folders that a program made read-only', async () => {
  const { root, folders, at } = await openFolders();
  await asNobody(async () => {
    await fs.mkdir(path.join(at, 'cache/module'), { recursive: true });
    await fs.writeFile(path.join(at, 'cache/module/file'), 'x');
    await fs.chmod(path.join(at, 'cache/module'), 0o555);
    await fs.chmod(path.join(at, 'cache'), 0o555);
    await folders.remove(at);
  });
  expect(await fs.readdir(root)).toEqual([]);
});

it('moves files of another user, and says what to do when they are to be deleted', async (context) => {
  if (process.getuid?.() !== 0) return context.skip(true, 'only root can create files of another user');
  const { folders, at } = await openFolders();
  const removed = path.join(folders.removed, 'one');
  await asNobody(() => fs.mkdir(at, { recursive: true }));
  await fs.mkdir(path.join(at, 'of-root'), { mode: 0o755 });
  await fs.writeFile(path.join(at, 'of-root/file'), 'x');
  await asNobody(() => folders.move(at, removed));
  await expect(asNobody(() => folders.remove(removed))).rejects.toMatchObject({
    code: 'denied',
    message: expect.stringContaining(`sudo rm -rf "${removed}"`),
  });
  expect(await fs.readFile(path.join(removed, 'of-root/file'), 'utf8')).toBe('x');
});

// What repositories, people, and disks do to worktrees and merges: nothing is lost, and the errors say what to do.
// Proves: PP-3
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { initRepository, makeTestFolder, runGit } from '#tests/support/git-repository.ts';
import { ME, openWorktreeStage, RUNNING, type WorktreeStage } from '#tests/support/core/worktree-stage.ts';

const HOOKS = [
  'post-checkout',
  'post-index-change',
  'reference-transaction',
  'pre-commit',
  'post-commit',
  'pre-merge-commit',
];
const DISK_KIB = 2_048;
const BIG_BYTES = 700 * 1024;

const merge = ({ engine }: WorktreeStage, id: string) => engine.worktrees.merge(id, { mode: 'merge' }, ME, RUNNING);
const failure = (work: Promise<unknown>) =>
  work.then(
    () => expect.fail('it succeeded'),
    (error: { readonly extras?: { readonly details?: { readonly code?: string } } }) => error.extras?.details?.code,
  );

async function putHooks(gitDir: string, mark: string): Promise<void> {
  await fs.mkdir(path.join(gitDir, 'hooks'), { recursive: true });
  for (const name of HOOKS)
    await fs.writeFile(path.join(gitDir, 'hooks', name), `#!/bin/sh\necho ${name} >> '${mark}'\n`, { mode: 0o755 });
}

describe('hooks', () => {
  it('of the repository and of a worktree never run', async () => {
    const stage = await openWorktreeStage();
    const { base, engine } = stage;
    const mark = path.join(await makeTestFolder('hooks'), 'ran');
    await putHooks(path.join(base.folder, '.git'), mark);
    const { id, files, path: folder } = await stage.create();
    await files.put('a.txt', 'changed\n');
    files.commit('Change');
    await putHooks(path.join(folder, '.git'), mark);
    files.git('config', 'core.hooksPath', path.join(folder, '.git/hooks'));
    await fs.rm(mark, { force: true });
    await engine.worktrees.keepBranch(id, ME, RUNNING);
    await merge(stage, id);
    await engine.worktrees.remove(id, ME, RUNNING);
    await engine.worktrees.restore(id, ME, RUNNING);
    await engine.worktrees.status(id, { withSize: false, signal: RUNNING });
    await expect(fs.stat(mark)).rejects.toThrow();
    expect(await base.read('a.txt')).toBe('changed\n');
    // The hooks do run for a person.
    base.git('checkout', '-q', '-b', 'mine');
    expect(await fs.readFile(mark, 'utf8')).toContain('post-checkout');
  });
});

describe('file names', () => {
  it('in different Unicode forms, with line breaks, and with special characters are merged as they are', async () => {
    const stage = await openWorktreeStage();
    const { base } = stage;
    const names = ['caf\u00e9.txt', 'cafe\u0301.txt', 'a\nb.txt', '*.txt', ':(top)x.txt', '-f.txt'];
    const { id, files } = await stage.create();
    for (const name of names) await files.put(name, `${name}\n`);
    files.commit('Names');
    await merge(stage, id);
    expect(base.git('status', '--porcelain')).toBe('');
    for (const name of names) expect(await base.read(name)).toBe(`${name}\n`);
  });

  it('that differ only in case are noted for a file system that ignores it', async () => {
    const stage = await openWorktreeStage();
    const { base } = stage;
    await base.put('Read.txt', 'upper\n');
    await base.put('read.txt', 'lower\n');
    base.commit('Names');
    base.git('config', 'core.ignorecase', 'true');
    const { notes } = await stage.create();
    expect(notes).toMatchObject([{ kind: 'name-collisions', count: 1 }]);
  });
});

describe('links', () => {
  it('that lead outside are kept as links, and nothing is written through them', async () => {
    const stage = await openWorktreeStage();
    const { base, engine } = stage;
    const outside = await makeTestFolder('outside');
    await fs.writeFile(path.join(outside, 'main.ts'), 'outside\n');
    const { id, files } = await stage.create();
    await files.put('src/main.ts', 'changed\n');
    await fs.symlink(path.join(outside, 'main.ts'), path.join(files.folder, 'link'));
    files.commit('Link');
    await fs.rm(path.join(base.folder, 'src'), { recursive: true });
    await fs.symlink(outside, path.join(base.folder, 'src'));
    expect(await failure(merge(stage, id))).toBe('BASE_FILES_CHANGED');
    expect(await fs.readFile(path.join(outside, 'main.ts'), 'utf8')).toBe('outside\n');
    await fs.rm(path.join(base.folder, 'src'));
    base.git('checkout', '-q', 'src');
    await merge(stage, id);
    expect(await fs.readlink(path.join(base.folder, 'link'))).toBe(path.join(outside, 'main.ts'));
    expect(await fs.readFile(path.join(outside, 'main.ts'), 'utf8')).toBe('outside\n');
    // A folder of the worktree that leads outside isn't followed when the worktree is deleted.
    await fs.symlink(outside, path.join(files.folder, 'folder'));
    await engine.worktrees.remove(id, ME, RUNNING);
    await engine.worktrees.purge(id, ME);
    expect(await fs.readdir(outside)).toEqual(['main.ts']);
  });
});

describe('submodules', () => {
  it('are merged as what they point to', async () => {
    const stage = await openWorktreeStage();
    const { base } = stage;
    const other = await initRepository(path.join(await makeTestFolder('submodule'), 'other'));
    await other.put('x', 'x');
    const first = other.commit('x');
    await other.put('x', 'y');
    const second = other.commit('y');
    runGit(base.folder, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', other.folder, 'lib');
    base.git('-C', 'lib', 'checkout', '-q', first);
    base.commit('Submodule');
    const { id, files } = await stage.create();
    files.git('update-index', '--cacheinfo', `160000,${second},lib`);
    files.git('commit', '-qm', 'Newer');
    await merge(stage, id);
    expect(base.git('rev-parse', 'main:lib')).toBe(second);
    // Its files stay those that the person has checked out.
    expect(await base.read('lib/x')).toBe('x');
  });
});

/** A small file system; the reason if there can't be one. */
async function mountDisk(folder: string): Promise<string | undefined> {
  const disk = path.join(folder, 'disk');
  await fs.mkdir(disk);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_KIB}k`, 'tmpfs', disk], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  onTestFinished(() => void execFileSync('umount', [disk]));
  return disk;
}

const NO_MOUNT = 'mounting a small file system needs root';
const enlarge = (disk: string) => execFileSync('mount', ['-o', `remount,size=${DISK_KIB * 8}k`, disk]);

describe('a full disk', () => {
  it('changes nothing in a merge, which works once there is space', async (context) => {
    const folder = await makeTestFolder('full-disk');
    const disk = await mountDisk(folder);
    if (disk === undefined) return context.skip(true, NO_MOUNT);
    const base = await initRepository(path.join(disk, 'app'));
    await base.put('a.txt', 'one\n');
    await base.put('z.txt', 'one\n');
    base.commit('First commit');
    const stage = await openWorktreeStage({ base, folder });
    const { id, files } = await stage.create();
    // The objects fit, but not all of the files.
    for (const name of ['a.txt', 'b.txt', 'new/c.txt', 'z.txt'])
      await files.put(name, `${name} x\n`.repeat(BIG_BYTES / 10));
    files.commit('Large');
    await base.put('own.txt', 'staged\n');
    base.git('add', 'own.txt');
    const before = base.git('rev-parse', 'main');
    await expect(merge(stage, id)).rejects.toMatchObject({ code: 'no-space' });
    expect(base.git('rev-parse', 'main')).toBe(before);
    expect(base.git('status', '--porcelain', '--untracked-files=all')).toBe('A  own.txt');
    expect([await base.read('a.txt'), await base.read('z.txt')]).toEqual(['one\n', 'one\n']);
    expect((await fs.readdir(path.join(base.folder, '.git'))).filter((name) => name.endsWith('.lock'))).toEqual([]);
    expect(stage.engine.worktrees.peek(id)?.merge).toBeUndefined();
    enlarge(disk);
    expect(await merge(stage, id)).toMatchObject({ status: 'merged' });
    expect(base.git('status', '--porcelain')).toBe('A  own.txt');
    expect(await base.read('z.txt')).toBe(await files.read('z.txt'));
  });

  it('leaves nothing of a new worktree, which can be created once there is space', async (context) => {
    const folder = await makeTestFolder('full-disk');
    const disk = await mountDisk(folder);
    if (disk === undefined) return context.skip(true, NO_MOUNT);
    const base = await initRepository(path.join(folder, 'app'));
    for (const name of ['a', 'b', 'c', 'd', 'e']) await base.put(name, name.repeat(BIG_BYTES));
    base.commit('Large');
    const stage = await openWorktreeStage({ base, folder: disk });
    await expect(stage.create()).rejects.toMatchObject({ code: 'no-space' });
    expect(stage.engine.worktrees.list()).toEqual([]);
    expect(await fs.readdir(stage.root)).toEqual([]);
    expect(base.git('for-each-ref', 'refs/gatehouse')).toBe('');
    enlarge(disk);
    const { files } = await stage.create();
    expect(files.git('status', '--porcelain')).toBe('');
  });
});

// Proves: PP-3
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { initRepository, makeTestFolder, type TestRepository } from '#tests/support/git-repository.ts';
import { openRunningPrograms, settlePrograms } from './running-programs.ts';

const MINUTE_MS = 60_000;

interface Stage {
  readonly base: TestRepository;
  readonly home: string;
  readonly lock: string;
  /** A git program that holds the lock of the branch `x` until it ends. */
  holdLock(): Promise<ChildProcess & { readonly pid: number }>;
}

async function openStage(): Promise<Stage> {
  const folder = await makeTestFolder('running-git');
  const base = await initRepository(path.join(folder, 'base'));
  await base.put('a', 'a');
  const commit = base.commit('a');
  const home = path.join(folder, 'home');
  return {
    base,
    home,
    lock: path.join(base.folder, '.git/refs/heads/x.lock'),
    async holdLock() {
      const child = spawn('git', ['update-ref', '--stdin'], {
        cwd: folder,
        env: { ...process.env, GIT_DIR: `${base.folder}/.git` },
        detached: true,
      });
      onTestFinished(() => void child.kill('SIGKILL'));
      child.stdin.write(`start\nupdate refs/heads/x ${commit}\nprepare\n`);
      let said = '';
      while (!said.includes('prepare: ok')) said += String((await once(child.stdout, 'data'))[0]);
      const { pid } = child;
      if (pid === undefined) return expect.fail('git has no process ID');
      openRunningPrograms(home)({ pid, gitDir: `${base.folder}/.git`, timeoutMs: MINUTE_MS });
      return Object.assign(child, { pid });
    },
  };
}

it('ends a program that a killed host left running, and nothing of it remains', async (context) => {
  if (process.platform !== 'linux') return context.skip(true, 'only Linux tells whether it is the same process');
  const { home, lock, holdLock, base } = await openStage();
  const child = await holdLock();
  expect(existsSync(lock)).toBe(true);
  const closed = once(child, 'close');
  await settlePrograms(home);
  await closed;
  expect(existsSync(lock)).toBe(false);
  expect(await fs.readdir(path.join(home, 'running-git'))).toEqual([]);
  base.git('branch', 'x');
});

it('removes the lock of a program that was killed, too, but none that is older or newer', async () => {
  const { home, lock, holdLock, base } = await openStage();
  const [older, newer] = ['index.lock', 'HEAD.lock'].map((name) => path.join(base.folder, '.git', name));
  if (older === undefined || newer === undefined) return expect.fail('no names');
  const child = await holdLock();
  const closed = once(child, 'close');
  process.kill(-child.pid, 'SIGKILL');
  await closed;
  const now = Date.now() / 1000;
  for (const [file, at] of [
    [older, now - 3600],
    [newer, now + 3600],
  ] as const) {
    await fs.writeFile(file, '');
    await fs.utimes(file, at, at);
  }
  await settlePrograms(home);
  expect([lock, older, newer].map((file) => existsSync(file))).toEqual([false, true, true]);
});

it('removes no file of another folder that an agent named or linked in the repository', async () => {
  const { home, lock, holdLock, base } = await openStage();
  const child = await holdLock();
  const closed = once(child, 'close');
  process.kill(-child.pid, 'SIGKILL');
  await closed;
  const mine = path.join(path.dirname(base.folder), 'mine');
  const files = ['yarn.lock', 'refs/deep/Cargo.lock'].map((name) => path.join(mine, name));
  for (const file of files) {
    await fs.mkdir(path.dirname(file), { recursive: true });
    await fs.writeFile(file, 'mine');
  }
  await fs.writeFile(path.join(base.folder, '.git/commondir'), mine);
  await fs.symlink(mine, path.join(base.folder, '.git/refs/heads/linked'));
  await settlePrograms(home);
  expect([lock, ...files].map((file) => existsSync(file))).toEqual([false, true, true]);
});

it('leaves the locks of a repository in which someone uses git', async (context) => {
  if (process.platform !== 'linux') return context.skip(true, 'only Linux tells who uses git');
  const { home, lock, holdLock, base } = await openStage();
  const child = await holdLock();
  const closed = once(child, 'close');
  process.kill(-child.pid, 'SIGKILL');
  await closed;
  const person = spawn('git', ['cat-file', '--batch'], { cwd: base.folder });
  onTestFinished(() => void person.kill('SIGKILL'));
  person.stdin.write('HEAD\n');
  await once(person.stdout, 'data');
  await settlePrograms(home);
  expect(existsSync(lock)).toBe(true);
});

it('a program that ended leaves no note', async () => {
  const { home } = await openStage();
  openRunningPrograms(home)({ pid: process.pid, gitDir: home, timeoutMs: MINUTE_MS })();
  expect(await fs.readdir(path.join(home, 'running-git'))).toEqual([]);
});

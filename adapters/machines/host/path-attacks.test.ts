// Every known way to name something outside a workspace, tried on every file operation.
// Proves: TF-2
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFiles } from '#core/workspaces/find-files.ts';
import { searchLines } from '#core/workspaces/search-lines.ts';
import { moveToTrash, restoreFromTrash, sweepTrash, TRASH_FOLDER } from '#core/workspaces/trash.ts';
import { SYSTEM_CLOCK } from '#host/system-clock.ts';
import { hostRequest } from '#tests/support/host-request.ts';
import { QUIET } from '#tests/support/quiet-log.ts';
import type { Machine } from '#core/ports/machine.ts';
import { FileError } from '#core/ports/machine.ts';
import { createMachineDirectory } from '../directory.ts';

const NEVER = new AbortController().signal;
const IDS = { next: () => randomUUID() };
const LIMITS = { signal: NEVER, clock: SYSTEM_CLOCK };
const LIMIT = 1024 * 1024;
const CANARY = 'outside and secret';

let base: string;
let workspace: string;
let machine: Machine;
let socket: net.Server;
const directory = createMachineDirectory({
  home: path.join(os.tmpdir(), `gatehouse-home-${process.pid}`),
  log: QUIET,
  clock: SYSTEM_CLOCK,
  environment: {},
});

beforeAll(async () => {
  base = await fs.realpath(await fs.mkdtemp(path.join(os.tmpdir(), 'gatehouse-paths-')));
  workspace = path.join(base, 'workspace');
  await fs.mkdir(path.join(workspace, 'inside', 'deep'), { recursive: true });
  await fs.mkdir(path.join(base, 'outside', 'folder'), { recursive: true });
  await fs.mkdir(path.join(base, 'workspace-twin'));
  await fs.writeFile(path.join(base, 'workspace-twin', 'secret'), CANARY);
  await fs.writeFile(path.join(base, 'outside', 'secret'), CANARY);
  await fs.writeFile(path.join(base, 'outside', 'folder', 'secret'), CANARY);
  await fs.writeFile(path.join(workspace, 'inside', 'file'), 'inside');
  await fs.mkdir(path.join(workspace, '.git', 'hooks'), { recursive: true });
  await fs.writeFile(path.join(workspace, '.git', 'config'), '[core]');
  const link = (target: string, name: string): Promise<void> => fs.symlink(target, path.join(workspace, name));
  await link(path.join(base, 'outside', 'secret'), 'link-file');
  await link('../outside/secret', 'link-relative');
  await link(path.join(base, 'outside'), 'link-folder');
  await link('..', 'link-up');
  await link('/', 'link-root');
  await link('link-folder', 'link-to-link');
  await link('link-loop-b', 'link-loop-a');
  await link('link-loop-a', 'link-loop-b');
  await link('inside/../../outside', 'link-winding');
  await link('/proc/self/root', 'link-proc');
  await link('/dev/zero', 'link-device');
  await link(path.join(base, 'outside', 'not-there-yet'), 'link-dangling');
  await link(path.join(base, 'workspace-twin'), 'link-twin');
  await link('../../../outside', 'inside/deep/link-far');
  await link('.', 'link-self');
  await link('link-self/../outside/secret', 'link-through-link');
  await link('inside/../link-self/../outside', 'inside-and-back');
  // A name that isn't valid text.
  const bytes = Buffer.from('inside/bytes-\u00ff', 'latin1');
  await fs.symlink('../../outside', Buffer.concat([Buffer.from(`${workspace}/`), bytes]));
  await fs.symlink(bytes, path.join(workspace, 'link-bytes'));
  await link('inside/file', 'link-inside');
  await link(path.join(workspace, 'inside'), 'link-inside-absolute');
  await fs.link(path.join(base, 'outside', 'secret'), path.join(workspace, 'hard-link'));
  execFileSync('mkfifo', [path.join(workspace, 'fifo')]);
  socket = net.createServer();
  await new Promise<void>((resolve) => socket.listen(path.join(workspace, 'socket'), resolve));
  machine = await directory.open(hostRequest(workspace));
});

afterAll(async () => {
  await directory.disposeAll();
  await new Promise((resolve) => socket.close(resolve));
  await fs.rm(base, { recursive: true, force: true });
});

/** Names of something outside; `{base}` is the folder that holds the workspace. */
const OUTSIDE = [
  '..',
  '../',
  './..',
  '../outside/secret',
  './../outside/secret',
  '.././outside/secret',
  '..//outside//secret',
  'inside/../../outside/secret',
  'inside/deep/../../../outside/secret',
  'none/../../outside/secret',
  'inside/../..',
  '../workspace-twin/secret',
  '{base}/workspace-twin/secret',
  '{base}',
  '{base}/outside/secret',
  '{base}/workspace/../outside/secret',
  '{base}/workspace/inside/../../outside/secret',
  '//{base}/outside/secret',
  '{base}/./outside/secret',
  '/',
  '//',
  '/etc/passwd',
  '/etc/../etc/passwd',
  '/proc/self/environ',
  '/proc/self/cwd/package.json',
  '/dev/null',
  '/dev/stdin',
  '/root/.ssh/id_rsa',
  'inside/file\0',
  '../outside/secret\0.txt',
  '\0',
  'x'.repeat(5000),
  'link-file',
  'link-relative',
  'link-folder/secret',
  'link-folder/folder/secret',
  'link-folder/../../outside/secret',
  'link-up/outside/secret',
  'link-up/workspace-twin/secret',
  'link-root/etc/passwd',
  'link-to-link/secret',
  'link-loop-a',
  'link-loop-a/x',
  'link-winding/secret',
  'link-through-link',
  'inside-and-back/secret',
  'link-bytes/secret',
  'link-proc/etc/passwd',
  'link-device',
  'link-dangling',
  'link-twin/secret',
  'inside/deep/link-far/secret',
  'link-inside-absolute/deep/link-far/secret',
  './link-file',
  'inside/../link-folder/secret',
  '{base}/workspace/link-folder/secret',
  '{base}/workspace/link-file',
] as const;
const real = (name: string): string => name.replace('{base}', base);

async function expectOutsideUntouched(): Promise<void> {
  expect(await fs.readFile(path.join(base, 'outside', 'secret'), 'utf8')).toBe(CANARY);
  expect((await fs.readdir(path.join(base, 'outside'))).sort()).toEqual(['folder', 'secret']);
  expect((await fs.readdir(base)).sort()).toEqual(['outside', 'workspace', 'workspace-twin']);
}

describe('paths outside the workspace', () => {
  it.each(OUTSIDE)('are rejected for reading and writing: %j', async (name) => {
    const refused = { code: 'outside-workspace' };
    await expect(machine.read(real(name), LIMIT)).rejects.toMatchObject(refused);
    await expect(machine.stat(real(name))).rejects.toMatchObject(refused);
    await expect(machine.list(real(name))).rejects.toMatchObject(refused);
    await expect(machine.write(real(name), 'overwritten')).rejects.toMatchObject(refused);
    await expect(machine.write(real(name), 'created', '')).rejects.toMatchObject(refused);
    await expect(machine.makeFolder(`${real(name)}/made`)).rejects.toMatchObject(refused);
    await expect(
      searchLines(machine, { pattern: CANARY, regex: false, path: real(name), limit: 5 }, LIMITS),
    ).rejects.toMatchObject(refused);
    await expect(
      machine.exec(
        { command: 'pwd', cwd: real(name), pty: false, timeoutMs: 1000, maxOutputBytes: 1000 },
        () => undefined,
        new AbortController().signal,
      ),
    ).rejects.toMatchObject(refused);
    await expectOutsideUntouched();
  });

  it.each(OUTSIDE.filter((name) => !name.split('/').at(-1)?.startsWith('link-')))(
    'are rejected for moving and deleting: %j',
    async (name) => {
      await expect(machine.remove(real(name))).rejects.toBeInstanceOf(FileError);
      await expect(machine.rename(real(name), 'stolen')).rejects.toBeInstanceOf(FileError);
      await expect(machine.rename('inside/file', `${real(name)}/taken`)).rejects.toBeInstanceOf(FileError);
      await expectOutsideUntouched();
    },
  );

  it('delete and move a link itself, never its target', async () => {
    await fs.symlink(path.join(base, 'outside'), path.join(workspace, 'doomed'));
    const id = await moveToTrash(machine, 'doomed', IDS);
    await expectOutsideUntouched();
    await restoreFromTrash(machine, id);
    await machine.rename('doomed', 'renamed');
    await expectOutsideUntouched();
    await machine.remove('renamed');
  });

  it('are not listed, found, or searched through links', async () => {
    const listed = await machine.list('.');
    expect(listed.find((entry) => entry.path === 'link-folder')?.kind).toBe('other');
    expect((await findFiles(machine, 'secret', 10, LIMITS)).map((file) => file.path)).toEqual([]);
    expect((await searchLines(machine, { pattern: CANARY, regex: false, limit: 10 }, LIMITS)).matches).toEqual([
      { path: 'hard-link', line: 1, text: CANARY },
    ]);
  });

  it.each([
    '../../etc',
    '..',
    'a/b',
    '',
    '00000000-0000-0000-0000-00000000000g',
    '00000000-0000-0000-0000-000000000000/..',
  ])('trash IDs are IDs, not paths: %j', async (id) => {
    await expect(restoreFromTrash(machine, id)).rejects.toMatchObject({ code: 'outside-workspace' });
  });
});

describe('special files', () => {
  it('are not written through a hard link', async () => {
    await expect(machine.write('hard-link', 'x')).rejects.toMatchObject({ code: 'outside-workspace' });
    await expectOutsideUntouched();
  });

  it.each(['fifo', 'socket'])('are not opened: %s', async (name) => {
    await expect(machine.read(name, LIMIT)).rejects.toMatchObject({ code: 'not-a-file' });
    await expect(machine.write(name, 'x')).rejects.toMatchObject({ code: 'not-a-file' });
  });

  it.each([
    '.git/config',
    '.git/hooks/pre-commit',
    '.GIT/config',
    'inside/.git/hooks/x',
    '.g\u200bit/config',
    'inside/../.git/config',
  ])('does not change git’s own files: %j', async (name) => {
    await expect(machine.write(name, 'x')).rejects.toMatchObject({ code: 'denied' });
    await expect(machine.rename('inside/file', name)).rejects.toMatchObject({ code: 'denied' });
    await expect(machine.remove(name)).rejects.toMatchObject({ code: 'denied' });
  });

  it.each(['.', '', './', '{base}/workspace'])('does not delete, move, or replace the workspace: %j', async (name) => {
    await expect(machine.remove(real(name))).rejects.toBeInstanceOf(FileError);
    await expect(machine.rename(real(name), 'x')).rejects.toBeInstanceOf(FileError);
    await expect(machine.rename('inside', real(name))).rejects.toBeInstanceOf(FileError);
    await expect(machine.write(real(name), 'x')).rejects.toBeInstanceOf(FileError);
  });
});

describe('links inside the workspace', () => {
  it('are followed for reading and writing and stay links', async () => {
    expect((await machine.read('link-inside', LIMIT)).text).toBe('inside');
    expect((await machine.read('link-inside-absolute/file', LIMIT)).stat.path).toBe('inside/file');
    await machine.write('link-inside', 'changed');
    expect(await fs.readFile(path.join(workspace, 'inside', 'file'), 'utf8')).toBe('changed');
    expect((await fs.lstat(path.join(workspace, 'link-inside'))).isSymbolicLink()).toBe(true);
  });
});

describe('a link swapped in during an operation', () => {
  it('never allows a read or write outside', async () => {
    const place = path.join(workspace, 'swap');
    await fs.mkdir(path.join(workspace, 'honest'));
    await fs.writeFile(path.join(workspace, 'honest', 'secret'), 'harmless');
    let isSwapping = true;
    const swapping = (async () => {
      while (isSwapping) {
        for (const target of [path.join(base, 'outside'), path.join(workspace, 'honest')]) {
          await fs.symlink(target, `${place}.new`);
          await fs.rename(`${place}.new`, place);
        }
      }
    })();
    for (let round = 0; round < 300; round += 1) {
      const text = await machine.read('swap/secret', LIMIT).then(
        (read) => read.text,
        () => undefined,
      );
      expect(text).not.toBe(CANARY);
      await machine.write('swap/written', 'x').catch(() => undefined);
    }
    isSwapping = false;
    await swapping;
    await expectOutsideUntouched();
  });
});

it('deletes nothing but trash when the trash is emptied', async () => {
  const folder = path.join(base, 'workspace-with-link');
  const id = randomUUID();
  for (const name of ['src', id]) await fs.mkdir(path.join(folder, name), { recursive: true });
  await fs.symlink('.', path.join(folder, TRASH_FOLDER));
  const linked = await directory.open(hostRequest(folder));
  await sweepTrash(linked, { now: () => Date.now() * 2 });
  expect((await fs.readdir(folder)).toSorted()).toEqual([TRASH_FOLDER, id, 'src'].toSorted());
});

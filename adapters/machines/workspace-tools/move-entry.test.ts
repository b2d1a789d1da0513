// Moves between real file systems: of a whole machine, and of folders mounted inside a workspace.
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { moveToTrash, restoreFromTrash, TRASH_FOLDER } from '#core/workspaces/trash.ts';
import type { Machine } from '#core/ports/machine.ts';
import { SYSTEM_CLOCK } from '#host/system-clock.ts';
import { hostRequest } from '#tests/support/host-request.ts';
import { QUIET } from '#tests/support/quiet-log.ts';
import { createMachineDirectory } from '../directory.ts';
import { createFileMethods } from './workspace-files.ts';
import { openWorkspaceRoot } from './workspace-root.ts';

/** A file system in memory on most Linux machines. */
const MEMORY = '/dev/shm';
const HAS_TWO = existsSync(MEMORY) && statSync(MEMORY).dev !== statSync(tmpdir()).dev;
const IDS = { next: () => randomUUID() };
const OLD = new Date('2020-02-02T02:02:02Z');

let base: string;
let other: string;
beforeEach(async () => {
  base = await fs.realpath(await fs.mkdtemp(path.join(tmpdir(), 'gatehouse-move-')));
  other = await fs.mkdtemp(path.join(HAS_TWO ? MEMORY : base, 'gatehouse-move-'));
});
afterEach(async () => {
  for (const folder of [base, other]) await fs.rm(folder, { recursive: true, force: true });
});

async function writeTree(folder: string): Promise<void> {
  await fs.mkdir(path.join(folder, 'deep'), { recursive: true });
  await fs.writeFile(path.join(folder, 'run.sh'), 'echo hi');
  await fs.chmod(path.join(folder, 'run.sh'), 0o750);
  await fs.writeFile(path.join(folder, 'deep', 'big'), new Uint8Array(3_000_000).fill(7));
  await fs.symlink('../run.sh', path.join(folder, 'deep', 'link'));
  await fs.symlink('/etc', path.join(folder, 'outward'));
  await fs.utimes(path.join(folder, 'run.sh'), OLD, OLD);
}

describe.runIf(HAS_TWO)('a move between two file systems', () => {
  async function openAll() {
    const files = createFileMethods(await openWorkspaceRoot('/', []));
    return { files, move: (from: string, to: string) => files.rename(from, to) };
  }

  it('keeps content, modes, times, and links of a folder, and leaves nothing else', async () => {
    const { move } = await openAll();
    await writeTree(path.join(base, 'tree'));
    await move(`${base}/tree`, `${other}/new/tree`);
    expect(await fs.readdir(base)).toEqual([]);
    expect(await fs.readdir(path.join(other, 'new'))).toEqual(['tree']);
    const moved = path.join(other, 'new', 'tree');
    const { mode, mtime } = await fs.stat(path.join(moved, 'run.sh'));
    expect([mode & 0o777, mtime]).toEqual([0o750, OLD]);
    expect((await fs.readFile(path.join(moved, 'deep', 'big'))).equals(Buffer.alloc(3_000_000, 7))).toBe(true);
    expect(await fs.readlink(path.join(moved, 'deep', 'link'))).toBe('../run.sh');
    expect(await fs.readlink(path.join(moved, 'outward'))).toBe('/etc');
  });

  it('moves a file and a link', async () => {
    const { move } = await openAll();
    await fs.writeFile(path.join(base, 'file'), 'text');
    await fs.symlink('/etc/passwd', path.join(base, 'link'));
    for (const name of ['file', 'link']) await move(`${base}/${name}`, `${other}/${name}`);
    expect(await fs.readdir(base)).toEqual([]);
    expect(await fs.readFile(path.join(other, 'file'), 'utf8')).toBe('text');
    expect(await fs.readlink(path.join(other, 'link'))).toBe('/etc/passwd');
  });

  it("changes nothing if something can't be copied, or the target exists", async () => {
    const { move } = await openAll();
    await writeTree(path.join(base, 'tree'));
    execFileSync('mkfifo', [path.join(base, 'tree', 'deep', 'pipe')]);
    await expect(move(`${base}/tree`, `${other}/tree`)).rejects.toMatchObject({ code: 'not-a-file' });
    expect(await fs.readdir(other)).toEqual([]);
    expect((await fs.readdir(path.join(base, 'tree'))).toSorted()).toEqual(['deep', 'outward', 'run.sh']);
    await fs.writeFile(path.join(other, 'run.sh'), 'mine');
    await expect(move(`${base}/tree/run.sh`, `${other}/run.sh`)).rejects.toMatchObject({ code: 'exists' });
    expect(await fs.readFile(path.join(other, 'run.sh'), 'utf8')).toBe('mine');
  });
});

/** Only an administrator can mount. */
const CAN_MOUNT = process.platform === 'linux' && canMount();

function canMount(): boolean {
  try {
    execFileSync('unshare', ['--mount', 'true'], { stdio: 'ignore' });
    return process.getuid?.() === 0;
  } catch {
    return false;
  }
}

describe.runIf(CAN_MOUNT)('the trash of a workspace with mounted folders', () => {
  /** Folders of the workspace; others can be mounted inside them. */
  const mounted = new Set<string>();
  let workspace: string;
  let machine: Machine;
  let close: () => Promise<void>;
  beforeEach(async () => {
    workspace = path.join(base, 'workspace');
    await fs.mkdir(workspace);
    const directory = createMachineDirectory({
      home: path.join(base, 'home'),
      log: QUIET,
      clock: SYSTEM_CLOCK,
      environment: {},
    });
    machine = await directory.open(hostRequest(workspace));
    close = () => directory.disposeAll();
  });
  afterEach(async () => {
    await close();
    for (const folder of mounted) execFileSync('umount', ['-R', path.join(workspace, folder)]);
    mounted.clear();
  });
  async function mount(name: string, type: string, options: string): Promise<string> {
    const folder = path.join(workspace, name);
    await fs.mkdir(folder, { recursive: true });
    execFileSync('mount', ['-t', type, '-o', options, type, folder]);
    mounted.add(name.split('/')[0] ?? name);
    return folder;
  }

  it('takes files and folders of another file system, and gives them back', async () => {
    const disk = await mount('disk', 'tmpfs', 'size=16m');
    await writeTree(path.join(disk, 'tree'));
    for (const name of ['disk/tree/run.sh', 'disk/tree']) {
      const id = await moveToTrash(machine, name, IDS);
      expect(existsSync(path.join(workspace, name))).toBe(false);
      await restoreFromTrash(machine, id);
      expect(existsSync(path.join(workspace, name))).toBe(true);
    }
    expect(await fs.readdir(disk)).toEqual(['tree']);
    expect(await fs.readFile(path.join(disk, 'tree', 'run.sh'), 'utf8')).toBe('echo hi');
  });

  it("takes a folder that its own file system can't rename, as in a container", async () => {
    for (const name of ['lower/tree', 'upper', 'work']) await fs.mkdir(path.join(base, name), { recursive: true });
    await writeTree(path.join(base, 'lower', 'tree'));
    const at = (name: string) => path.join(base, name);
    const options = `lowerdir=${at('lower')},upperdir=${at('upper')},workdir=${at('work')}`;
    const layers = await mount('layers', 'overlay', options);
    const id = await moveToTrash(machine, 'layers/tree', IDS);
    expect(await fs.readdir(layers)).toEqual([]);
    const content = await fs.readdir(path.join(workspace, TRASH_FOLDER, id, 'content'));
    expect(content.toSorted()).toEqual(['deep', 'outward', 'run.sh']);
  });

  it('rejects a mounted folder and changes nothing', async () => {
    const disk = await mount('disk', 'tmpfs', 'size=16m');
    await fs.writeFile(path.join(disk, 'file'), 'text');
    await expect(moveToTrash(machine, 'disk', IDS)).rejects.toMatchObject({ code: 'denied' });
    expect(await fs.readFile(path.join(disk, 'file'), 'utf8')).toBe('text');
    expect(await fs.readdir(path.join(workspace, TRASH_FOLDER))).toEqual(['.gitignore']);
  });

  it('keeps the copy of a folder that could not be deleted completely', async () => {
    const disk = await mount('disk', 'tmpfs', 'size=16m');
    await writeTree(path.join(disk, 'tree'));
    await mount('disk/tree/inner', 'tmpfs', 'size=16m');
    await fs.writeFile(path.join(disk, 'tree', 'inner', 'file'), 'text');
    await expect(moveToTrash(machine, 'disk/tree', IDS)).rejects.toMatchObject({
      code: 'io',
      message: expect.stringMatching(/^"disk\/tree" was copied to .*, but couldn't be deleted completely/),
    });
    const [id = ''] = (await fs.readdir(path.join(workspace, TRASH_FOLDER))).filter((name) => name !== '.gitignore');
    await restoreFromTrash(machine, id);
    expect((await machine.read('disk/tree/inner/file', 100)).text).toBe('text');
  });
});

// Proves: CF-7
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { writeAtomically } from './atomic-write.ts';
import { HomeInUse } from './lock.ts';
import { lockOwner } from './lock-owner.ts';
import { HomeUnusable, openHome, type Home } from './open-home.ts';

let root: string;
let folder: string;
const homes: Home[] = [];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gatehouse-home-'));
  folder = join(root, 'deep', 'home');
});

afterEach(() => {
  for (const home of homes.splice(0)) home.close();
  rmSync(root, { recursive: true });
});

function open(): Home {
  const home = openHome(folder, Date.now());
  homes.push(home);
  return home;
}

/** A command that opens the home and keeps it. */
function holdHome(): string {
  const module = JSON.stringify(join(import.meta.dirname, 'open-home.ts'));
  const code = `const { openHome } = await import(${module}); openHome(${JSON.stringify(folder)}, Date.now()); console.log(1); setInterval(() => {}, 1000);`;
  return `${JSON.stringify(process.execPath)} --input-type=module -e '${code}'`;
}

const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);

describe('the home folder', () => {
  it('is created for its owner only, even if it was accessible to others', async () => {
    open();
    expect([mode(folder), mode(join(folder, 'logs')), mode(join(folder, 'host.lock'))]).toEqual(['700', '700', '600']);
    homes.pop()?.close();
    chmodSync(folder, 0o755);
    open();
    expect(mode(folder)).toBe('700');
  });

  it('has one 256-bit token that only its owner can read', async () => {
    const home = open();
    const token = await home.token();
    expect(Buffer.from(token.reveal(), 'base64url')).toHaveLength(32);
    expect(mode(join(folder, 'token'))).toBe('600');
    expect((await home.token()).reveal()).toBe(token.reveal());
    expect(readdirSync(folder).filter((name) => name.endsWith('.new'))).toEqual([]);
  });

  it('removes the drafts of writes that were killed, and no other file', () => {
    const draft = 'gatehouse.json5.0b6e8c0e-3f5e-4a53-9f0a-6f0a2f3f8f11.new';
    open();
    homes.pop()?.close();
    for (const name of [draft, 'mine.new', 'gatehouse.json5']) writeFileSync(join(folder, name), '{}');
    open();
    const left = readdirSync(folder);
    expect(left).toEqual(expect.arrayContaining(['mine.new', 'gatehouse.json5']));
    expect(left).not.toContain(draft);
  });

  it('tells a second host which process is running and where', () => {
    open().setAddress({ host: '::1', port: 4321 });
    const refused = (() => {
      try {
        return open();
      } catch (error) {
        return error;
      }
    })();
    expect(refused).toBeInstanceOf(HomeInUse);
    expect(String(refused)).toContain(`process ${process.pid}, at http://[::1]:4321`);
    expect(lockOwner(folder)).toMatchObject({ pid: process.pid, host: '::1', port: 4321 });
    homes[0]?.close();
    expect(existsSync(join(folder, 'host.lock'))).toBe(false);
    open();
  });

  it('takes over the lock of a killed process, even if its process ID was reused', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await new Promise((resolve) => child.once('spawn', resolve));
    open().close();
    writeFileSync(join(folder, 'host.lock'), JSON.stringify({ pid: child.pid, since: 1 }));
    expect(() => open()).toThrow(HomeInUse);
    writeFileSync(join(folder, 'host.lock'), JSON.stringify({ pid: child.pid, since: 1, processStart: 'other' }));
    open().close();
    writeFileSync(join(folder, 'host.lock'), JSON.stringify({ pid: child.pid, since: 1 }));
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    open();
    expect(lockOwner(folder)?.pid).toBe(process.pid);
  });

  it.runIf(process.platform === 'linux')('takes over the lock of a zombie', async () => {
    open().close();
    // The shell becomes `sleep`, which never waits for the child that it inherits.
    const script = `${holdHome()} & exec sleep 600`;
    const parent = spawn('/bin/sh', ['-c', script], { stdio: ['ignore', 'pipe', 'ignore'] });
    onTestFinished(() => void parent.kill('SIGKILL'));
    await once(parent.stdout, 'data');
    const pid = lockOwner(folder)?.pid ?? 0;
    expect(() => open()).toThrow(HomeInUse);
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => readFileSync(`/proc/${pid}/stat`, 'utf8')).toContain(') Z ');
    expect(lockOwner(folder)).toBeUndefined();
    open();
    expect(lockOwner(folder)?.pid).toBe(process.pid);
  });

  it('is not taken over while the system still has the lock, even if the owner is unknown', async () => {
    open().close();
    const child = spawn('/bin/sh', ['-c', `exec ${holdHome()}`], { stdio: ['ignore', 'pipe', 'ignore'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child.stdout, 'data');
    rmSync(join(folder, 'host.lock'));
    expect(() => open()).toThrow(HomeInUse);
  });

  it('treats an unreadable lock as stale', () => {
    open().close();
    for (const junk of ['', '{', 'null', '{"pid":"x"}']) {
      writeFileSync(join(folder, 'host.lock'), junk);
      const home = open();
      expect(lockOwner(folder)?.pid).toBe(process.pid);
      expect(() => open()).toThrow(HomeInUse);
      home.close();
    }
  });

  it('is acquired by only one of several concurrent processes', async () => {
    open().close();
    writeFileSync(join(folder, 'host.lock'), JSON.stringify({ pid: 2 ** 30, since: 1 }));
    const module = JSON.stringify(join(import.meta.dirname, 'open-home.ts'));
    const script = `const { openHome } = await import(${module}); try { openHome(${JSON.stringify(folder)}, Date.now()); console.log('mine'); } catch (error) { console.log(error.name); } process.stdin.resume();`;
    const children = Array.from({ length: 4 }, () => spawn(process.execPath, ['--input-type=module', '-e', script]));
    const answers = await Promise.all(
      children.map(
        (child) => new Promise<string>((resolve) => child.stdout.once('data', (data) => resolve(String(data).trim()))),
      ),
    );
    for (const child of children) child.kill('SIGKILL');
    expect(answers.toSorted()).toEqual(['HomeInUse', 'HomeInUse', 'HomeInUse', 'mine']);
  });

  it.runIf(process.platform === 'linux')('is rejected immediately if it cannot be created', () => {
    expect(() => openHome('/proc/gatehouse/home', 0)).toThrow(HomeUnusable);
  });

  it('explains why it cannot be created', () => {
    writeFileSync(join(root, 'deep'), 'a file');
    expect(() => open()).toThrow(HomeUnusable);
    expect(() => open()).toThrow(/GATEHOUSE_HOME/);
  });
});

describe('a home folder with parts in other locations', () => {
  const elsewhere = (name: string) => ({
    GATEHOUSE_DATA: join(root, name, 'data'),
    GATEHOUSE_CONFIG: join(root, name, 'etc', 'house.json5'),
    GATEHOUSE_WORKSPACES: join(root, name, 'work'),
  });

  it('creates each part in its configured location', () => {
    const home = openHome(folder, 1, elsewhere('a'));
    homes.push(home);
    expect(home).toMatchObject({
      database: join(root, 'a', 'data', 'gatehouse.db'),
      logs: join(root, 'a', 'data', 'logs'),
      configuration: join(root, 'a', 'etc', 'house.json5'),
      workspaces: join(root, 'a', 'work'),
    });
    expect(readdirSync(folder)).toEqual(['host.lock', 'host.lock.db']);
    expect([mode(join(root, 'a', 'data')), mode(join(root, 'a', 'etc'))]).toEqual(['700', '700']);
  });

  it('does not share its data with another home', () => {
    homes.push(openHome(folder, 1, elsewhere('a')));
    expect(() => openHome(join(root, 'other'), 1, elsewhere('a'))).toThrow(HomeInUse);
    expect(existsSync(join(root, 'other', 'host.lock'))).toBe(false);
    homes.push(openHome(join(root, 'other'), 1, elsewhere('b')));
  });
});

describe('a file that is written atomically', () => {
  it('is complete or unchanged and leaves no temporary file', async () => {
    const file = join(root, 'f');
    await writeAtomically(file, 'one');
    expect(mode(file)).toBe('600');
    await Promise.all(Array.from({ length: 10 }, (_, n) => writeAtomically(file, String(n).repeat(100_000))));
    expect(new Set(readFileSync(file, 'utf8')).size).toBe(1);
    await expect(writeAtomically(join(root, 'nowhere', 'f'), 'x')).rejects.toThrow();
    expect(readdirSync(root)).toEqual(['f']);
  });
});

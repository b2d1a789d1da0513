import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { searchLines } from '#core/workspaces/search-lines.ts';
import type { Machine } from '#core/ports/machine.ts';
import { SYSTEM_CLOCK } from '#host/system-clock.ts';
import { hostRequest } from '#tests/support/host-request.ts';
import { QUIET } from '#tests/support/quiet-log.ts';
import { machineConformance } from '#tests/conformance/machine.ts';
import { run } from '#tests/conformance/machine-commands.ts';
import { isAlive } from '#tests/conformance/machine-under-test.ts';
import { createMachineDirectory } from '../directory.ts';
import { waitUntil } from '#tests/support/wait-until.ts';

async function openHost(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  forbidden: readonly string[] = [],
) {
  const base = await fs.realpath(await fs.mkdtemp(path.join(os.tmpdir(), 'gatehouse-sandbox-')));
  const workspace = path.join(base, 'workspace');
  const outside = path.join(base, 'outside');
  await fs.mkdir(workspace);
  await fs.mkdir(outside);
  const directory = createMachineDirectory({
    home: path.join(base, 'home'),
    log: QUIET,
    clock: SYSTEM_CLOCK,
    environment,
    forbiddenFolders: forbidden.map((folder) => path.join(workspace, folder)),
  });
  const machine = await directory.open(hostRequest(workspace));
  const close = async (): Promise<void> => {
    await directory.disposeAll();
    await fs.rm(base, { recursive: true, force: true });
  };
  return { machine, outside, workspace, directory, close };
}

machineConformance('host machine', () => openHost({ ...process.env, SHELL: '/bin/bash' }));

describe('host machine: environment', () => {
  it('passes only allowlisted variables, without keys, tokens, and loader settings', async () => {
    const canary = 'canary-7f3a';
    const { machine, close } = await openHost({
      PATH: process.env['PATH'],
      HOME: os.tmpdir(),
      LC_ALL: 'C.UTF-8',
      ANTHROPIC_API_KEY: canary,
      GITHUB_TOKEN: canary,
      AWS_SECRET_ACCESS_KEY: canary,
      GATEHOUSE_TOKEN: canary,
      LD_PRELOAD: canary,
      NODE_OPTIONS: canary,
    });
    const { output } = await run(machine, 'env', {
      env: { EXTRA: 'yes', LD_PRELOAD: canary, PATH: canary, BASH_ENV: canary, 'BAD NAME': canary },
    });
    expect(output).not.toContain(canary);
    expect(output).toContain('EXTRA=yes');
    expect(output).toContain('LC_ALL=C.UTF-8');
    await close();
  });

  it('searches no relative folder for programs, so a file of the workspace replaces none', async () => {
    const { machine, close } = await openHost({ PATH: `:.:bin:${process.env['PATH']}`, HOME: os.tmpdir() });
    await machine.write('bin/ls', '#!/bin/sh\necho replaced\n');
    await run(machine, 'chmod +x bin/ls && cp bin/ls ls');
    expect((await run(machine, 'ls; env')).output).not.toMatch(/replaced|PATH=(:|\.)/);
    expect(await machine.resolveProgram('ls')).toMatch(/^\/.*\/ls$|busybox|coreutils/);
    await close();
  });
});

const BARE = { PATH: process.env['PATH'], HOME: os.tmpdir(), SHELL: '/bin/bash' };

/** What a person's terminal prints for a line of input. */
async function typeLine(machine: Machine, line: string): Promise<string> {
  let output = '';
  const ended = Promise.withResolvers<void>();
  const on = { data: (text: string) => void (output += text), exit: () => ended.resolve() };
  const terminal = await machine.terminal({ cols: 80, rows: 24 }, on);
  terminal.write(`${line}; exit\r`);
  await ended.promise;
  return output;
}

describe('host machine: unattended commands', () => {
  it('fail at once when they need an editor, with and without a terminal', async () => {
    const { machine, close } = await openHost({ ...BARE, EDITOR: 'sleep 1000', VISUAL: 'sleep 1000' });
    await run(machine, 'git init -q . && git config core.editor "sleep 1000"');
    const identity = 'git -c user.name=a -c user.email=a@b.test';
    for (const pty of [false, true]) {
      const commit = await run(machine, `${identity} commit --allow-empty`, { pty });
      expect(commit).toMatchObject({ exitCode: 1, timedOut: false });
      expect(commit.output).toContain('-m or -F');
      expect((await run(machine, '$EDITOR file || $VISUAL file', { pty })).exitCode).toBe(1);
    }
    await close();
  });

  it('print everything instead of opening a pager', async () => {
    const { machine, close } = await openHost({ ...BARE, PAGER: 'sleep 1000' });
    await run(machine, 'git init -q . && git config core.pager "sleep 1000" && git config pager.log "sleep 1000"');
    await run(machine, 'git -c user.name=a -c user.email=a@b.test commit -q --allow-empty -m first');
    const log = await run(machine, 'git log; echo | $PAGER; echo | $MANPAGER', { pty: true });
    expect(log).toMatchObject({ exitCode: 0, timedOut: false });
    expect(log.output).toContain('first');
    await close();
  });

  it("leave a person's own terminal their editor and pager", async () => {
    const { machine, close } = await openHost({ ...BARE, EDITOR: 'my-editor', PAGER: 'my-pager' });
    const output = await typeLine(machine, 'echo "[$EDITOR][$PAGER][$GIT_EDITOR][$GIT_PAGER]"');
    expect(output).toContain('[my-editor][my-pager][][]');
    await close();
  });
});

describe('host machine: locale', () => {
  it('is UTF-8 for commands and terminals if none is set', async () => {
    const { machine, close } = await openHost(BARE);
    expect((await run(machine, 'locale charmap')).output).toBe('UTF-8\n');
    expect((await run(machine, 'touch ä; ls')).output).toBe('ä\n');
    expect(await typeLine(machine, 'locale charmap')).toMatch(/^UTF-8\r?$/m);
    await close();
  });
});

describe('host machine: permissions of new files', () => {
  it('follow the umask of the user, for tools, commands, and terminals', async () => {
    const before = process.umask(0o027);
    try {
      const { machine, workspace, close } = await openHost(BARE);
      await machine.write('notes/plan.md', 'x');
      await machine.makeFolder('empty');
      await run(machine, 'mkdir made; touch made/file; umask > umask.txt');
      expect(await typeLine(machine, 'mkdir typed; touch typed/file; umask')).toMatch(/^0027\r?$/m);
      const modes = async (...names: readonly string[]) =>
        Promise.all(names.map(async (name) => (await fs.stat(path.join(workspace, name))).mode & 0o777));
      expect(await modes('notes', 'empty', 'made', 'typed')).toEqual([0o750, 0o750, 0o750, 0o750]);
      expect(await modes('notes/plan.md', 'made/file', 'typed/file')).toEqual([0o640, 0o640, 0o640]);
      expect((await machine.read('umask.txt', 100)).text).toBe('0027\n');
      await close();
    } finally {
      process.umask(before);
    }
  });
});

describe('host machine: files', () => {
  it('keeps the permissions of a file and leaves no temporary file', async () => {
    const { machine, workspace, close } = await openHost();
    const file = path.join(workspace, 'run.sh');
    await machine.write('run.sh', 'one');
    await fs.chmod(file, 0o755);
    await machine.write('run.sh', 'two');
    expect((await fs.stat(file)).mode & 0o777).toBe(0o755);
    expect(await fs.readdir(workspace)).toEqual(['run.sh']);
    await close();
  });

  it('rejects the absolute path of a file outside the workspace', async () => {
    const { machine, outside, close } = await openHost();
    const secret = path.join(outside, 'secret');
    await fs.writeFile(secret, 's');
    await expect(machine.read(secret, 1000)).rejects.toMatchObject({ code: 'outside-workspace' });
    await expect(machine.write(secret, 'x')).rejects.toMatchObject({ code: 'outside-workspace' });
    await close();
  });
});

describe('machine directory', () => {
  it('rejects an unknown kind and lists the available ones', async () => {
    const { workspace, directory, close } = await openHost();
    const request = { ...hostRequest(workspace), kind: 'moon' };
    await expect(directory.open(request)).rejects.toMatchObject({
      code: 'unknown-machine',
      message: expect.stringMatching(/^Unknown machine kind: "moon". Available: host, /),
    });
    await close();
  });

  it('returns the same machine for the same folder, even under another name', async () => {
    const { machine, workspace, outside, directory, close } = await openHost();
    await fs.symlink(workspace, path.join(outside, 'alias'));
    expect(await directory.open(hostRequest(path.join(outside, 'alias')))).toBe(machine);
    await close();
  });

  it('ends only processes left by a killed process of the same home', async () => {
    const { workspace, outside, directory, close } = await openHost();
    await directory.disposeAll();
    const leave = (home: string): Promise<number> => leaveRunning(workspace, path.join(outside, home));
    const [ours, others] = await Promise.all([leave('home'), leave('other')]);
    expect([isAlive(ours), isAlive(others)]).toEqual([true, true]);
    const restart = (home: string) =>
      createMachineDirectory({
        home: path.join(outside, home),
        log: QUIET,
        clock: SYSTEM_CLOCK,
        environment: {},
      });
    const next = restart('home');
    const ended = await next.cleanUp();
    expect(ended).toContainEqual({ id: ours, command: expect.stringContaining('sleep 1000') });
    // It cleared its environment.
    expect(ended.map(({ command }) => command)).toContain('sleep 1001');
    await waitUntil('the end of what was left', () => ended.every(({ id }) => !isAlive(Number(id))));
    expect(isAlive(others)).toBe(true);
    expect(await next.cleanUp()).toEqual([]);
    expect((await restart('other').cleanUp()).map(({ id }) => id)).toContain(others);
    await close();
  });

  it('reports a missing workspace and opens it once it exists', async () => {
    const { workspace, directory, close } = await openHost();
    const later = path.join(workspace, 'later');
    await expect(directory.open(hostRequest(later))).rejects.toMatchObject({ code: 'not-found' });
    await fs.mkdir(later);
    expect((await directory.open(hostRequest(later))).workspace).toBe(later);
    await fs.writeFile(path.join(workspace, 'file'), '');
    await expect(directory.open(hostRequest(path.join(workspace, 'file')))).rejects.toMatchObject({
      code: 'not-a-folder',
    });
    await close();
  });

  it('denies access to the Gatehouse home inside a workspace', async () => {
    const { machine, workspace, close } = await openHost(process.env, ['.gatehouse']);
    await fs.mkdir(path.join(workspace, '.gatehouse'));
    await fs.writeFile(path.join(workspace, '.gatehouse', 'token'), 'secret');
    await fs.symlink('.gatehouse', path.join(workspace, 'alias'));
    for (const file of ['.gatehouse/token', 'alias/token'])
      await expect(machine.read(file, 1000)).rejects.toMatchObject({ code: 'outside-workspace' });
    await expect(machine.remove('.gatehouse')).rejects.toMatchObject({ code: 'outside-workspace' });
    const query = { pattern: 'secret', regex: false, limit: 5 };
    const limits = { signal: new AbortController().signal, clock: SYSTEM_CLOCK };
    expect((await searchLines(machine, query, limits)).matches).toEqual([]);
    await close();
  });
});

/** A process that starts a long command and is killed. Returns the command's process. */
async function leaveRunning(workspace: string, home: string): Promise<number> {
  const program = `
    import { createMachineDirectory } from ${JSON.stringify(new URL('../directory.ts', import.meta.url).href)};
    const log = { debug() {}, info() {}, warn() {}, error() {}, part: () => log };
    const clock = { now: () => Date.now(), monotonic: () => performance.now(), after: () => () => {} };
    const directory = createMachineDirectory({ home: ${JSON.stringify(home)}, log, clock, environment: process.env });
    const machine = await directory.open(${JSON.stringify(hostRequest(workspace))});
    const running = await machine.exec({ command: 'env -i sleep 1001 & sleep 1000; true', pty: false, timeoutMs: 1e6, maxOutputBytes: 1e3 }, () => {}, new AbortController().signal);
    console.log(running.pid);
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env['PATH'] },
  });
  const [chunk] = await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
  return Number(String(chunk));
}

// What a container keeps from the programs in it, proven from inside, on a real engine.
// Proves: EX-3
import { execFile } from 'node:child_process';
import * as fs from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import type { MachineAlert } from '#contract/types/machines.ts';
import { FileError } from '#core/ports/machine.ts';
import { run } from '#tests/conformance/machine-commands.ts';
import { openTestEngine, type TestEngine } from '#tests/support/docker-engine.ts';
import { openDockerStage, type DockerChange } from '#tests/support/docker-stage.ts';
import { waitUntil } from '#tests/support/wait-until.ts';

const engine = await openTestEngine();
if (typeof engine === 'string') {
  it('docker machine: guarantees', (context) => context.skip(true, engine));
} else {
  afterAll(() => engine.stop());
  confinement(engine);
  controlFiles(engine);
  limits(engine);
  separation(engine);
}

/** Opens a stage that the running test closes. */
async function stage(engine: TestEngine, settings: DockerChange = {}) {
  const opened = await openDockerStage(engine, settings);
  onTestFinished(() => opened.close());
  return opened;
}

function confinement(engine: TestEngine): void {
  describe('docker machine: confinement', () => {
    it('runs programs without root, capabilities, and a way to get them, under a system call filter', async () => {
      const { machine } = await stage(engine);
      const { output } = await run(machine, 'id -u; id -g; cat /proc/self/status');
      const [uid, gid] = output.split('\n').map(Number);
      expect(uid).toBeGreaterThan(0);
      expect(gid).toBeGreaterThan(0);
      for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb'])
        expect(output).toMatch(new RegExp(`^${set}:\\s+0+$`, 'm'));
      expect(output).toMatch(/^NoNewPrivs:\s+1$/m);
      expect(output).toMatch(/^Seccomp:\s+2$/m);
    });

    it('lets programs write only to the workspace, the home folder, and /tmp', async () => {
      const { machine, workspace } = await stage(engine);
      const writable = await run(machine, 'for d in . "$HOME" /tmp; do touch "$d/mine" && echo "$d"; done');
      expect(writable.output).toBe('.\n/home/agent\n/tmp\n');
      expect(await fs.readFile(path.join(workspace, 'mine'), 'utf8')).toBe('');
      const probe =
        'for d in / /bin /etc /usr /var /home /dev /proc /sys; do touch "$d/x" 2>/dev/null && echo "wrote $d"; done';
      expect((await run(machine, probe)).output).toBe('');
      expect((await run(machine, 'mount -o remount,rw / 2>&1; touch /x')).exitCode).not.toBe(0);
    });

    it('reaches neither the network nor the engine', async () => {
      const { machine } = await stage(engine);
      const server = createServer((socket) => socket.end('reached'));
      await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
      onTestFinished(() => void server.close());
      const { port } = server.address() as AddressInfo;
      expect((await run(machine, 'ls /sys/class/net')).output.trim()).toBe('lo');
      expect((await run(machine, `nc -w 2 127.0.0.1 ${port}`)).output).not.toContain('reached');
      expect((await run(machine, 'find / -xdev -type s 2>/dev/null')).output).toBe('');
      expect((await run(machine, 'cat /proc/mounts')).output).not.toMatch(/docker\.sock|\/root /);
    });

    it('cannot change the control files of the workspace, nor replace the folder of Git', async () => {
      const { machine, workspace } = await stage(engine);
      await fs.mkdir(path.join(workspace, '.git/hooks'), { recursive: true });
      await fs.writeFile(path.join(workspace, '.git/config'), '[core]\n');
      await fs.writeFile(path.join(workspace, '.npmrc'), 'a=b\n');
      const attack =
        'echo x >> .git/config; echo x > .git/hooks/pre-commit; mv .git elsewhere; echo x > .npmrc; rm -f .npmrc; touch .git/index && echo usable';
      expect((await run(machine, `(${attack}) 2>/dev/null`)).output).toBe('usable\n');
      expect(await fs.readFile(path.join(workspace, '.git/config'), 'utf8')).toBe('[core]\n');
      expect(await fs.readFile(path.join(workspace, '.npmrc'), 'utf8')).toBe('a=b\n');
      expect(await fs.readdir(path.join(workspace, '.git/hooks'))).toEqual([]);
    });

    it('has neither the files nor the environment of this computer', async () => {
      const { machine, base } = await stage(engine);
      await fs.writeFile(path.join(base, 'secret'), 'canary');
      const probe = `cat ${base}/secret ${base}/home/* 2>/dev/null; env; ls ${base}`;
      const { output } = await run(machine, probe);
      expect(output).not.toContain('canary');
      expect(output).not.toMatch(/^DOCKER_HOST=/m);
      expect(output.trim().endsWith('workspace')).toBe(true);
    });

    it('has the options that nothing can weaken', async () => {
      const { machine, containerId } = await stage(engine);
      await run(machine, 'true');
      const { HostConfig, Config } = await engine.docker.getContainer(await containerId()).inspect();
      expect(HostConfig).toMatchObject({
        Privileged: false,
        ReadonlyRootfs: true,
        CapDrop: ['ALL'],
        NetworkMode: 'none',
        PidMode: '',
        UTSMode: '',
        IpcMode: 'private',
      });
      expect(HostConfig.SecurityOpt).toEqual(['no-new-privileges:true']);
      expect(HostConfig.Devices ?? []).toEqual([]);
      expect(Config.User).not.toMatch(/^(0|root)?(:|$)/);
    });

    it.each(['/', '/etc', '/root', '/var/run', '/home/..'])('refuses to mount %s', async (workspace) => {
      const { open } = await stage(engine);
      await expect(open({ workspace })).rejects.toMatchObject({ code: 'denied' });
    });

    it('refuses a workspace that contains our own folder or the socket of the engine', async () => {
      const { open, base } = await stage(engine);
      await fs.mkdir(path.join(base, 'home'), { recursive: true });
      await expect(open({ workspace: base })).rejects.toMatchObject({ code: 'denied' });
      const machine = await open({ workspace: engine.folder });
      await expect(run(machine, 'true')).rejects.toMatchObject({ code: 'denied' });
    });
  });
}

function controlFiles(engine: TestEngine): void {
  describe('docker machine: control files that do not exist yet', () => {
    const PLANTED = [
      '.git/config',
      '.git/hooks/post-checkout',
      '.vscode/tasks.json',
      '.devcontainer/devcontainer.json',
      '.claude/settings.json',
      '.husky/pre-commit',
      '.npmrc',
      '.envrc',
      '.mcp.json',
      '.bashrc',
      '.gitconfig',
    ];

    it('cannot be created, replaced, or moved into place, and nothing of them stays in the workspace', async () => {
      const { machine, workspace, directory } = await stage(engine);
      const plant = PLANTED.map((file) => {
        const [top = ''] = file.split('/');
        return `mkdir -p ${path.dirname(file)}; echo x > ${file}; rm -rf ${top}; mv bait ${top}; mv -T lure ${top}; ln -sf bait ${top}; ln -sfn lure ${top}`;
      });
      const attack = `mkdir lure; echo x > bait; (${plant.join('; ')}) 2>/dev/null; ls -A lure; cat bait; find . -type f -size +0; touch usable`;
      expect((await run(machine, attack)).output).toBe('x\n./bait\n');
      await Promise.all(directory.managers.map((manager) => manager.stop(manager.list()[0]?.id ?? '')));
      expect((await fs.readdir(workspace)).toSorted()).toEqual(['bait', 'lure', 'usable']);
    });

    it('cannot be created in the folder of Git either, and the user sees no placeholders', async () => {
      const { machine, workspace, directory } = await stage(engine);
      await git(workspace, 'init', '-q');
      await fs.rm(path.join(workspace, '.git/hooks'), { recursive: true, force: true });
      const exclude = path.join(workspace, '.git/info/exclude');
      await fs.writeFile(exclude, 'mine\nno line break at the end');
      const attack =
        'mkdir -p .git/hooks; echo x > .git/hooks/pre-commit; echo x > .git/config.worktree; mv .git/hooks .git/other';
      await run(machine, `(${attack}) 2>/dev/null`);
      expect(await git(workspace, 'status', '--porcelain')).toBe('');
      expect(await machine.list('.')).toEqual([expect.objectContaining({ path: '.git' })]);
      await expect(machine.stat('.vscode')).rejects.toMatchObject({ code: 'not-found' });
      await directory.managers[0]?.stop(directory.managers[0].list()[0]?.id ?? '');
      expect(await fs.readdir(workspace)).toEqual(['.git']);
      expect(await fs.readdir(path.join(workspace, '.git'))).not.toContain('hooks');
      expect(await fs.readFile(exclude, 'utf8')).toBe('mine\nno line break at the end\n');
    });

    it('are protected from the next command on when a person or a file tool has created them', async () => {
      const { machine, workspace } = await stage(engine);
      await run(machine, 'true');
      await machine.write('.npmrc', 'by=a tool\n');
      await machine.write('.vscode/settings.json', '{}');
      await git(workspace, 'init', '-q');
      const attack =
        'echo x > .npmrc; rm -f .npmrc; echo x > .vscode/settings.json; echo x >> .git/config; echo x > .git/hooks/pre-commit; touch .git/index && echo usable';
      expect((await run(machine, `(${attack}) 2>/dev/null`)).output).toBe('usable\n');
      expect((await machine.read('.npmrc', 100)).text).toBe('by=a tool\n');
      expect((await machine.read('.vscode/settings.json', 100)).text).toBe('{}');
      expect(await fs.readFile(path.join(workspace, '.git/config'), 'utf8')).not.toMatch(/^x/m);
      await expect(fs.stat(path.join(workspace, '.git/hooks/pre-commit'))).rejects.toMatchObject({ code: 'ENOENT' });
    });
  });
}

/** Runs Git for the owner of the folder. */
async function git(folder: string, ...args: readonly string[]): Promise<string> {
  const execute = promisify(execFile);
  const { stdout } = await execute('git', ['-c', 'safe.directory=*', '-C', folder, ...args]);
  await execute('chown', ['-R', `--reference=${folder}`, path.join(folder, '.git')]);
  return stdout;
}

function limits(engine: TestEngine): void {
  describe('docker machine: limits', () => {
    it('kills a process that exceeds the memory limit, says so, and goes on', async () => {
      const { machine, directory } = await stage(engine, { memoryMb: 48 });
      const alerts: MachineAlert[] = [];
      directory.managers[0]?.onAlert((alert) => alerts.push(alert));
      const result = await run(machine, 'dd if=/dev/zero of=/dev/null bs=200M count=1');
      expect(result).toMatchObject({ stoppedBy: 'memory' });
      expect(result.exitCode).not.toBe(0);
      expect((await run(machine, 'echo still here')).output).toBe('still here\n');
      expect(directory.managers[0]?.list()[0]).toMatchObject({
        memoryKills: 1,
        lastError: expect.stringContaining('memory limit of 48 MB'),
      });
      expect(alerts).toMatchObject([{ reason: 'memory', message: expect.stringContaining('48 MB') }]);
    });

    it('stops a fork bomb at the process limit', async () => {
      const { machine } = await stage(engine, { processes: 32 });
      await run(machine, 'bomb() { bomb | bomb & }; bomb; sleep 30', { timeoutMs: 3_000 });
      await waitUntil(
        'a working machine',
        async () => (await run(machine, 'echo fine').catch(() => undefined))?.output === 'fine\n',
      );
    });

    it('stops commands at the disk limit, and runs none until space is free', async () => {
      const { machine, workspace } = await stage(engine, { diskMb: 24 });
      const fill =
        'i=0; while [ $i -lt 200 ]; do dd if=/dev/zero of=fill$i bs=1M count=4 2>/dev/null; i=$((i+1)); sleep 0.1; done';
      expect(await run(machine, fill)).toMatchObject({ stoppedBy: 'disk' });
      await expect(run(machine, 'true')).rejects.toMatchObject({ code: 'no-space' });
      for (const name of await fs.readdir(workspace))
        if (name.startsWith('fill')) await fs.rm(path.join(workspace, name));
      expect((await run(machine, 'echo on')).output).toBe('on\n');
    });

    it('keeps up with a flood, and other commands stay usable', async () => {
      const { machine } = await stage(engine);
      const flood = run(machine, 'yes', { timeoutMs: 3_000, maxOutputBytes: 10_000 });
      expect((await run(machine, 'echo other')).output).toBe('other\n');
      const { timedOut, truncated, output } = await flood;
      expect({ timedOut, truncated }).toEqual({ timedOut: true, truncated: true });
      expect(output.length).toBeLessThan(11_000);
    });
  });
}

function separation(engine: TestEngine): void {
  describe('docker machine: sessions', () => {
    it('see neither the processes nor the folders of each other', async () => {
      const { open, base } = await stage(engine, { scope: 'session' });
      const other = path.join(base, 'other');
      await fs.mkdir(other);
      const [first, second] = await Promise.all([
        open({ sessionKey: 'agent:main:one' }),
        open({ sessionKey: 'agent:main:two', workspace: other }),
      ]);
      const job = await first.exec(
        {
          command: 'echo mine > file; exec sleep 1000',
          pty: false,
          timeoutMs: 300_000,
          maxOutputBytes: 1000,
        },
        () => undefined,
        new AbortController().signal,
      );
      expect((await run(first, 'ps')).output).toContain('sleep 1000');
      expect((await run(second, 'ps')).output).not.toContain('sleep 1000');
      expect((await run(second, `cat ${first.workspace}/file`)).exitCode).not.toBe(0);
      expect((await run(second, 'echo "$HOSTNAME"; hostname')).output).not.toBe(
        (await run(first, 'echo "$HOSTNAME"; hostname')).output,
      );
      job.kill();
      await job.finished;
    });

    it('share the container of their folder by default', async () => {
      const { open } = await stage(engine);
      const one = await open({ sessionKey: 'agent:main:one' });
      expect(await open({ sessionKey: 'agent:main:two' })).toBe(one);
    });

    it('keeps the home folder when the container is replaced', async () => {
      const { machine, directory } = await stage(engine);
      await run(machine, 'echo kept > ~/cache; echo lost > /tmp/scratch');
      const [manager] = directory.managers;
      await manager?.recreate(manager.list()[0]?.id ?? '');
      expect((await run(machine, 'cat ~/cache; cat /tmp/scratch 2>/dev/null')).output).toBe('kept\n');
    });

    it('runs as the owner of the workspace if that is not root', async () => {
      const { open, base } = await stage(engine);
      const owned = path.join(base, 'owned');
      await fs.mkdir(owned);
      await fs.chown(owned, 1234, 5678);
      const machine = await open({ workspace: owned });
      expect((await run(machine, 'id -u; id -g; touch new ~/new && echo ok')).output).toBe('1234\n5678\nok\n');
    });

    it('can change what a host that runs as root writes into the workspace, and nothing outside it', async () => {
      const { machine, base, workspace } = await stage(engine);
      const outside = path.join(base, 'outside');
      await fs.writeFile(outside, 'root only', { mode: 0o600 });
      await fs.symlink(outside, path.join(workspace, 'link'));
      await fs.link(outside, path.join(workspace, 'hard'));
      await run(machine, 'true');
      await machine.write('deep/er/file.txt', 'by the host');
      expect((await run(machine, 'echo more >> deep/er/file.txt; rm -r deep && echo gone')).output).toBe('gone\n');
      expect((await fs.stat(outside)).uid).toBe(0);
      expect((await run(machine, 'cat link hard')).exitCode).not.toBe(0);
    });

    it('never falls back to this computer', async () => {
      const { machine } = await openDockerStage({
        ...engine,
        environment: { DOCKER_HOST: 'unix:///nonexistent.sock' },
      });
      const failure: unknown = await run(machine, 'true').catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(FileError);
      expect(failure).toMatchObject({ code: 'unavailable', message: expect.stringContaining('/nonexistent.sock') });
    });
  });
}

// What the confined machine promises, each tried from inside.
// Proves: N-17
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import path from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Machine } from '#core/ports/machine.ts';
import { quoteWord } from '#core/policy/shell/read-word.ts';
import { PROTECTED_FILES, PROTECTED_FOLDERS } from '#core/policy/protected-files.ts';
import { run } from '#tests/conformance/machine-commands.ts';
import { isAlive } from '#tests/conformance/machine-under-test.ts';
import { findMissingConfinement, openConfined, type ConfinedOptions } from '#tests/support/confined-machine.ts';
import { waitUntil } from '#tests/support/wait-until.ts';

const missing = findMissingConfinement();
beforeEach((context) => context.skip(missing !== undefined, missing));

async function open(options: ConfinedOptions = {}) {
  const opened = await openConfined(options);
  onTestFinished(opened.close);
  return opened;
}

/** Expects that command lines fail and leave no trace of the word `planted`. */
async function expectRefused(machine: Machine, commands: readonly string[]): Promise<void> {
  const script = commands.map(
    (command) => `( ${command}\n) && echo ${quoteWord(`SUCCEEDED: ${command}`)}\ngrep -rs planted .`,
  );
  const { output } = await run(machine, `${script.join('\n')}\ntrue`);
  expect(output).not.toMatch(/^(SUCCEEDED|\.\/)/m);
}

async function listen(server: Server, at: string | number): Promise<void> {
  server.listen(at);
  await once(server, 'listening');
  onTestFinished(() => void server.close());
}

describe('confined files', () => {
  it('can be written in the workspace only; the home and temporary folders are private', async () => {
    const { machine, outside, home } = await open();
    const targets = [outside, '/', '/usr', '/etc', '/dev', '/opt', '/var', '/proc', '/run'];
    await expectRefused(
      machine,
      targets.map((target) => `echo x > ${target}/planted`),
    );
    const written = await run(machine, 'echo in > a; echo tmp > /tmp/b; echo home > ~/c; cat a /tmp/b ~/c');
    expect(written).toMatchObject({ exitCode: 0, output: 'in\ntmp\nhome\n' });
    expect((await machine.read('a', 100)).text).toBe('in\n');
    expect(await fs.readdir(home)).toEqual(['.gatehouse']);
    await expect(fs.access('/tmp/b')).rejects.toThrow();
    expect((await run(machine, 'cat /tmp/b')).output).toBe('tmp\n');
    await run(machine, 'mkdir -p /tmp/closed/below && chmod 000 /tmp/closed');
    await machine.dispose();
    expect(await fs.readdir(path.join(home, '.gatehouse/machines/confined'))).toEqual([]);
  });

  it('do not include the secrets of the home folder, or anything else in it', async () => {
    const { machine, home, outside } = await open();
    const secrets = [
      '.ssh/id_ed25519',
      '.aws/credentials',
      '.gnupg/secring.gpg',
      '.bash_history',
      '.zsh_history',
      '.netrc',
      '.npmrc',
      '.docker/config.json',
      '.kube/config',
      '.config/google-chrome/Default/Login Data',
      '.gatehouse/token',
      '.mozilla/firefox/key4.db',
      '.git-credentials',
      '.cargo/credentials.toml',
      'Documents/letter.txt',
    ];
    for (const name of secrets) {
      await fs.mkdir(path.dirname(path.join(home, name)), { recursive: true });
      await fs.writeFile(path.join(home, name), 'canary-51c');
    }
    await fs.writeFile(path.join(outside, 'secret'), 'canary-51c');
    const files = [...secrets.map((name) => path.join(home, name)), path.join(outside, 'secret'), '/etc/shadow'];
    await expectRefused(
      machine,
      files.map((file) => `cat '${file}'`),
    );
    expect((await run(machine, `grep -rs canary-51c ${home} ${path.dirname(home)} /tmp /etc`)).output).toBe('');
  });

  it('of another workspace are not visible', async () => {
    const [one, other] = [await open(), await open()];
    await other.machine.write('private.txt', 'canary');
    expect((await run(one.machine, `cat ${other.workspace}/private.txt`)).output).toContain('No such file');
  });

  it('include the toolchains of the home folder, read-only and without credentials', async () => {
    const { machine, home } = await open({
      environment: { PATH: `${process.env['PATH']}:/usr/bin:/bin` },
    });
    expect((await run(machine, 'ls ~/.cargo')).exitCode).not.toBe(0);
    await machine.dispose();
    await fs.mkdir(path.join(home, '.cargo/bin'), { recursive: true });
    await fs.writeFile(path.join(home, '.cargo/bin/tool'), '#!/bin/sh\necho works\n', { mode: 0o755 });
    await fs.writeFile(path.join(home, '.cargo/credentials.toml'), 'canary');
    const again = await open({ environment: { HOME: home } });
    expect((await run(again.machine, '~/.cargo/bin/tool')).output).toBe('works\n');
    expect((await run(again.machine, 'echo x > ~/.cargo/bin/tool')).exitCode).not.toBe(0);
    expect((await run(again.machine, 'cat ~/.cargo/credentials.toml')).output).toContain('No such file');
    expect(await again.machine.resolveProgram(path.join(home, '.cargo/bin/tool'))).toBeDefined();
    expect(await again.machine.resolveProgram(path.join(home, '.cargo/credentials.toml'))).toBeUndefined();
  });
});

describe('confined control files', () => {
  const repository = async (workspace: string): Promise<void> => {
    for (const folder of ['.git/hooks', '.git/objects', '.git/refs', '.vscode'])
      await fs.mkdir(path.join(workspace, folder), { recursive: true });
    await fs.writeFile(path.join(workspace, '.git/HEAD'), 'ref: refs/heads/main\n');
    await fs.writeFile(path.join(workspace, '.git/config'), '[core]\n\trepositoryformatversion = 0\n');
    await fs.writeFile(path.join(workspace, '.git/hooks/pre-commit.sample'), '');
    await fs.writeFile(path.join(workspace, '.vscode/settings.json'), '{}');
    await fs.writeFile(path.join(workspace, '.env'), 'A=1');
    await fs.writeFile(path.join(workspace, 'lefthook.yml'), '');
  };

  it('are read-only, and cannot be removed, renamed, or replaced', async () => {
    const { machine } = await open({ prepare: repository });
    await expectRefused(machine, [
      'echo planted >> .git/config',
      'echo planted > .git/hooks/pre-commit',
      'echo planted > .git/config.worktree',
      'git config core.fsmonitor planted',
      'mv .git old && mkdir .git && echo planted > .git/config',
      'rm -rf .git/hooks && mkdir .git/hooks && echo planted > .git/hooks/pre-commit',
      'mv .git/hooks .git/other && mkdir .git/hooks',
      'echo planted > /tmp/new && mv -f /tmp/new .git/config',
      'ln -sf /tmp/x .git/config',
      'echo planted > .vscode/tasks.json',
      'mv .vscode v && mkdir .vscode',
      'rm -f .vscode/settings.json',
      'echo planted >> .env',
      'rm -f lefthook.yml',
      'echo planted > lefthook.yml',
      'chmod 777 .git/config && echo planted >> .git/config',
      'unshare -Urm sh -c "umount .git/config && echo planted >> .git/config"',
      'unshare -Urm sh -c "mount -o remount,rw,bind .git/config && echo planted >> .git/config"',
      'unshare -Urm sh -c "mount --bind . /tmp && echo planted >> /tmp/.git/config"',
    ]);
    const commit = 'git -c user.name=a -c user.email=a@b.test commit -q --allow-empty -m first && git log --format=%s';
    expect(await run(machine, commit)).toMatchObject({ exitCode: 0, output: 'first\n' });
  });

  it('that do not exist yet cannot be created, and nothing is left in the workspace', async () => {
    const { machine, workspace } = await open();
    await machine.write('README.md', '');
    await expectRefused(machine, [
      ...PROTECTED_FILES.map((name) => `echo planted > ${name}`),
      ...PROTECTED_FOLDERS.map((name) => `mkdir -p ${name}; echo planted > ${name}/x`),
      'mkdir -p .git/hooks; echo planted > .git/hooks/pre-commit',
      'mkdir -p .git; echo planted > .git/config',
      'git init -q .',
      'rm -rf .vscode; mkdir .vscode && echo planted > .vscode/tasks.json',
      'mv .bashrc x; echo planted > .bashrc',
      'echo planted > /tmp/new; mv -f /tmp/new .mcp.json',
    ]);
    await machine.dispose();
    expect(await fs.readdir(workspace)).toEqual(['README.md']);
  });

  it('that do not exist yet are hidden from file tools and Git, and can be written by file tools', async () => {
    const { machine, workspace } = await open({
      prepare: async (folder) => {
        await repository(folder);
        await fs.mkdir(path.join(folder, '.git/info'));
        await fs.writeFile(path.join(folder, '.git/info/exclude'), '# mine\n');
      },
    });
    const status = await run(machine, 'git status --porcelain');
    expect(status.output).toBe('?? .env\n?? .vscode/\n?? lefthook.yml\n');
    expect(await fs.readdir(workspace)).toContain('.npmrc');
    const names = (await machine.list('')).map((entry) => entry.path);
    expect(names.sort()).toEqual(['.env', '.git', '.vscode', 'lefthook.yml']);
    await expect(machine.read('.npmrc', 100)).rejects.toMatchObject({ code: 'not-found' });
    await expect(machine.stat('.claude')).rejects.toMatchObject({ code: 'not-found' });
    await machine.write('.npmrc', 'a=1', '');
    await machine.write('.claude/settings.json', '{}', '');
    await expectRefused(machine, ['echo planted >> .npmrc', 'echo planted >> .claude/settings.json']);
    await machine.dispose();
    expect((await fs.readdir(workspace)).sort()).toEqual([
      '.claude',
      '.env',
      '.git',
      '.npmrc',
      '.vscode',
      'lefthook.yml',
    ]);
    expect(await fs.readFile(path.join(workspace, '.git/info/exclude'), 'utf8')).toBe('# mine\n');
  });

  it('of nested repositories and submodules are protected, too', async () => {
    const { machine } = await open({
      prepare: async (workspace) => {
        await repository(workspace);
        await fs.mkdir(path.join(workspace, 'packages/one'), { recursive: true });
        await repository(path.join(workspace, 'packages/one'));
        const module = path.join(workspace, '.git/modules/sub');
        await fs.mkdir(path.join(module, 'objects'), { recursive: true });
        await fs.writeFile(path.join(module, 'HEAD'), '');
        await fs.writeFile(path.join(module, 'config'), '');
      },
    });
    await expectRefused(machine, [
      'echo planted >> packages/one/.git/config',
      'echo planted > packages/one/.git/hooks/post-commit',
      'mv packages/one/.git packages/one/old',
      'echo planted >> .git/modules/sub/config',
      'mkdir -p .git/modules/sub/hooks; echo planted > .git/modules/sub/hooks/pre-commit',
    ]);
  });

  it('stay protected when a program outside replaces them', async () => {
    const { machine, workspace } = await open({ prepare: repository });
    await expectRefused(machine, ['echo planted >> .git/config']);
    await fs.writeFile(path.join(workspace, '.git/config.lock'), '[core]\n');
    await fs.rename(path.join(workspace, '.git/config.lock'), path.join(workspace, '.git/config'));
    await expectRefused(machine, ['echo planted >> .git/config']);
  });

  it('cannot be protected if Git’s folder is a link: the command is refused', async () => {
    const { machine, workspace, outside } = await open();
    await fs.symlink(outside, path.join(workspace, '.git'));
    await expect(run(machine, 'true')).rejects.toMatchObject({ code: 'denied', message: /is a link/ });
  });
});

describe('confined processes', () => {
  it('have no network, but reach each other', async () => {
    const { machine } = await open();
    const server = createServer((socket) => socket.end('outside'));
    await listen(server, 0);
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    expect((await run(machine, `cat < /dev/tcp/127.0.0.1/${port}`)).output).toContain('Connection refused');
    for (const target of ['192.0.2.1/80', '169.254.169.254/80'])
      expect((await run(machine, `cat < /dev/tcp/${target}`)).output).toMatch(/Network is unreachable|No route/);
    const serve = 'socat TCP-LISTEN:4000,bind=127.0.0.1,reuseaddr,fork SYSTEM:"echo inside"';
    const stop = new AbortController();
    const background = await machine.exec(
      { command: serve, pty: false, timeoutMs: 600_000, maxOutputBytes: 1000 },
      () => undefined,
      stop.signal,
    );
    await waitUntil('the server', async () => {
      const { output } = await run(machine, 'cat < /dev/tcp/127.0.0.1/4000');
      return output === 'inside\n';
    });
    stop.abort();
    await background.finished;
  });

  it('do not reach sockets of the desktop, keys, or a container engine', async () => {
    const environment = {
      SSH_AUTH_SOCK: '/run/agent.sock',
      DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/bus',
      DISPLAY: ':0',
      WAYLAND_DISPLAY: 'wayland-0',
      XDG_RUNTIME_DIR: '/run/user/1000',
      GITHUB_TOKEN: 'canary',
    };
    const { machine, outside } = await open({ environment });
    const socket = path.join(outside, 'engine.sock');
    await listen(
      createServer((client) => client.end('outside')),
      socket,
    );
    await listen(
      createServer((client) => client.end('outside')),
      '\0gatehouse-abstract-test',
    );
    for (const target of [`UNIX-CONNECT:${socket}`, 'ABSTRACT-CONNECT:gatehouse-abstract-test'])
      expect((await run(machine, `socat -u ${target} -`)).output, target).not.toContain('outside\n');
    const { output } = await run(machine, 'env; ls /run /var/run /sys');
    expect(output).not.toMatch(/AUTH_SOCK|DBUS|DISPLAY|RUNTIME_DIR|canary/);
    expect(output).not.toMatch(/docker|user\//);
  });

  it('neither see nor end processes outside', async () => {
    const [one, other] = [await open(), await open()];
    const victim = await other.machine.exec(
      { command: 'sleep 1000', pty: false, timeoutMs: 600_000, maxOutputBytes: 1000 },
      () => undefined,
      new AbortController().signal,
    );
    const { output } = await run(one.machine, 'for p in /proc/[0-9]*; do tr "\\0" " " < $p/cmdline; echo; done');
    expect(output).not.toContain('sleep 1000');
    expect(output).not.toContain('vitest');
    expect((await run(one.machine, `kill -9 ${victim.pid}`)).output).toContain('No such process');
    expect((await run(one.machine, 'kill -9 -1; kill -9 1; true')).exitCode).not.toBe(1);
    expect(isAlive(victim.pid)).toBe(true);
    victim.kill();
    await victim.finished;
  });

  it('have no privileges, cannot gain any, and cannot change the kernel’s settings', async () => {
    const { machine } = await open();
    const { output } = await run(machine, 'cat /proc/self/status');
    expect(output).toMatch(/^NoNewPrivs:\t1$/m);
    expect(output).toMatch(/^CapEff:\t0+$/m);
    expect(output).toMatch(/^CapPrm:\t0+$/m);
    await expectRefused(machine, [
      'cat /proc/sys/vm/swappiness > s && cat s > /proc/sys/vm/swappiness',
      'echo h > /proc/sysrq-trigger',
      'mount -t tmpfs none /tmp',
      'mknod /tmp/disk b 8 0',
      'chroot / true',
    ]);
  });

  it('see each other, and a later command can end those of an earlier one', async () => {
    const { machine, isAlive: isRunning } = await open();
    const left = await run(machine, 'sleep 1000 > /dev/null & echo $!');
    expect(left.leftRunning).toBe(1);
    const pid = Number(left.output);
    expect(await isRunning(pid)).toBe(true);
    expect((await run(machine, `kill ${pid}`)).exitCode).toBe(0);
    await waitUntil('its end', async () => !(await isRunning(pid)));
  });

  it('end with a host that is killed, and its next start removes the rest', async () => {
    const { machine, workspace, directory, outside } = await open();
    await machine.dispose();
    const program = `
      import { createMachineDirectory } from ${JSON.stringify(new URL('../directory.ts', import.meta.url).href)};
      const log = { debug() {}, info() {}, warn() {}, error() {}, part: () => log };
      const clock = { now: () => Date.now(), monotonic: () => performance.now(), after: () => () => {} };
      const home = ${JSON.stringify(path.join(outside, 'home'))};
      const directory = createMachineDirectory({ home, log, clock, environment: { ...process.env, HOME: home } });
      const machine = await directory.open(${JSON.stringify({ agentId: 'main', workspace, kind: 'confined' })});
      const command = 'setsid env -i sleep 1001 & sleep 1000; true';
      const request = { command, pty: false, timeoutMs: 1e6, maxOutputBytes: 1e3 };
      const running = await machine.exec(request, () => {}, new AbortController().signal);
      console.log(running.pid);
    `;
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { PATH: process.env['PATH'] },
    });
    const [chunk] = await once(child.stdout, 'data');
    const pid = Number(String(chunk));
    const isLeft = async (): Promise<boolean> => {
      const names = (await fs.readdir('/proc')).filter((name) => /^\d+$/.test(name));
      const folders = await Promise.all(names.map((name) => fs.readlink(`/proc/${name}/cwd`).catch(() => '')));
      return folders.includes(workspace);
    };
    await waitUntil('the command', isLeft);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await waitUntil('the end of everything inside', async () => !isAlive(pid) && !(await isLeft()));
    expect(await fs.readdir(workspace)).toContain('.vscode');
    const { createMachineDirectory } = await import('../directory.ts');
    const { QUIET } = await import('#tests/support/quiet-log.ts');
    const { SYSTEM_CLOCK } = await import('#host/system-clock.ts');
    const next = createMachineDirectory({
      home: path.join(outside, 'home'),
      log: QUIET,
      clock: SYSTEM_CLOCK,
      environment: {},
    });
    await next.cleanUp();
    expect(await fs.readdir(workspace)).toEqual([]);
    expect(await fs.readdir(path.join(outside, 'home/machines/confined'))).toEqual([]);
    await directory.disposeAll();
  });
});

describe('a normal user', () => {
  it('can confine commands without being root', async (context) => {
    context.skip(process.getuid?.() !== 0, 'not root: all other tests prove it');
    const { outside } = await open();
    const place = await fs.mkdtemp(path.join(path.dirname(path.dirname(outside)), 'gatehouse-user-'));
    onTestFinished(() => fs.rm(place, { recursive: true, force: true }));
    const workspace = path.join(place, 'workspace');
    await fs.mkdir(workspace);
    for (const at of [place, workspace]) await fs.chown(at, 12_345, 12_345);
    const program = `
      import { createMachineDirectory } from ${JSON.stringify(new URL('../directory.ts', import.meta.url).href)};
      const log = { debug() {}, info() {}, warn() {}, error() {}, part: () => log };
      const clock = { now: () => Date.now(), monotonic: () => performance.now(), after: () => () => {} };
      const environment = { PATH: process.env.PATH, HOME: ${JSON.stringify(place)}, SHELL: '/bin/bash' };
      const directory = createMachineDirectory({ home: ${JSON.stringify(path.join(place, '.g'))}, log, clock, environment });
      const machine = await directory.open(${JSON.stringify({ agentId: 'main', workspace, kind: 'confined' })});
      const command = 'id -u; echo yes > a; echo planted > .bashrc; echo x > /usr/x; cat /proc/self/status';
      for (const pty of [false, true]) {
        const request = { command, pty, timeoutMs: 1e5, maxOutputBytes: 1e5 };
        const running = await machine.exec(request, () => {}, new AbortController().signal);
        console.log((await running.finished).output);
      }
      await directory.disposeAll();
    `;
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'] },
      uid: 12_345,
      gid: 12_345,
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += String(chunk)));
    child.stderr.on('data', (chunk: Buffer) => (output += String(chunk)));
    await once(child, 'close');
    expect(output.match(/^12345\r?$/gm)).toHaveLength(2);
    expect(output.match(/\.bashrc: (Read-only file system|Permission denied)/g)).toHaveLength(2);
    expect(output.match(/\/usr\/x: Read-only file system/g)).toHaveLength(2);
    expect(output.match(/^NoNewPrivs:\t1/gm)).toHaveLength(2);
    expect(output.match(/^CapEff:\t0+\r?$/gm)).toHaveLength(2);
    expect(await fs.readdir(workspace)).toEqual(['a']);
  });
});

describe('a workspace that cannot be confined', () => {
  it('is the home folder, a folder of credentials, or part of the system', async () => {
    const { directory, home } = await open();
    await fs.mkdir(path.join(home, '.ssh'));
    for (const workspace of [home, path.dirname(home), path.join(home, '.ssh'), '/etc', '/usr/share'])
      await expect(directory.open({ agentId: 'main', workspace, kind: 'confined' })).rejects.toMatchObject({
        code: 'denied',
      });
  });
});

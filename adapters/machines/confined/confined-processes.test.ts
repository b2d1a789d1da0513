// What confined processes can't reach: the network, other processes, privileges. Each is tried from inside.
// Proves: N-17
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { run } from '#tests/conformance/machine-commands.ts';
import { isAlive } from '#tests/conformance/machine-under-test.ts';
import { expectRefused, openForTest, requireConfinement } from '#tests/support/confined-guarantees.ts';
import { waitUntil } from '#tests/support/wait-until.ts';

requireConfinement();

async function listen(server: Server, at: string | number): Promise<void> {
  server.listen(at);
  await once(server, 'listening');
  onTestFinished(() => void server.close());
}

describe('confined processes', () => {
  it('have no network, but reach each other', async () => {
    const { machine } = await openForTest();
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
    const { machine, outside } = await openForTest({ environment });
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
    const [one, other] = [await openForTest(), await openForTest()];
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
    const { machine } = await openForTest();
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
    const { machine, isAlive: isRunning } = await openForTest();
    const left = await run(machine, 'sleep 1000 > /dev/null & echo $!');
    expect(left.leftRunning).toBe(1);
    const pid = Number(left.output);
    expect(await isRunning(pid)).toBe(true);
    expect((await run(machine, `kill ${pid}`)).exitCode).toBe(0);
    await waitUntil('its end', async () => !(await isRunning(pid)));
  });

  it('end with a host that is killed, and its next start removes the rest', async () => {
    const { machine, workspace, directory, outside } = await openForTest();
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
    const { outside } = await openForTest();
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

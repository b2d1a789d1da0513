// The SSH machine, with a real OpenSSH server on loopback.
// Proves: EX-8
import { readdirSync, readFileSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { SYSTEM_CLOCK } from '#host/system-clock.ts';
import { machineConformance } from '#tests/conformance/machine.ts';
import { run } from '#tests/conformance/machine-commands.ts';
import { QUIET } from '#tests/support/quiet-log.ts';
import { findMissingSsh, SSH_HOST, startSshServer } from '#tests/support/ssh-server.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import { withDefaults } from '../../configuration/settings.ts';
import { OutboundError } from '#core/ports/outbound.ts';
import { UNRECORDED } from '#tests/support/outbound/unrecorded.ts';
import { createEgressProxies } from '../../outbound/egress-proxy/open-egress-proxy.ts';
import { createMachineDirectory } from '../directory.ts';

const missing = findMissingSsh();
let server: Awaited<ReturnType<typeof startSshServer>>;
beforeAll(async () => {
  if (missing === undefined) server = await startSshServer();
});
afterAll(async () => server?.stop());
beforeEach((context) => context.skip(missing !== undefined, missing));

async function openSsh(workspaceName = 'workspace', ledger = UNRECORDED) {
  const base = await fs.realpath(await fs.mkdtemp(path.join(os.tmpdir(), 'gh-ssh-')));
  const hosts = { test: { host: SSH_HOST, folder: path.join(base, 'remote') } };
  const ssh = { hosts, configFile: server.configFile };
  const directory = createMachineDirectory({
    home: path.join(base, 'home'),
    log: QUIET,
    clock: SYSTEM_CLOCK,
    egress: createEgressProxies({ ledger, credentials: async () => [] }),
    environment: { PATH: process.env['PATH'], HOME: base },
    settings: () => withDefaults({ machines: { ssh } }).machines,
  });
  const close = async (): Promise<void> => {
    await directory.disposeAll();
    await fs.rm(base, { recursive: true, force: true });
  };
  const open = () => directory.open({ agentId: 'main', workspace: `/any/${workspaceName}`, kind: 'ssh' });
  return { base, directory, close, open, hosts };
}

/** The local processes that hold the connections of a test. */
function findMasters(base: string): readonly number[] {
  const names = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return names.map(Number).filter((pid) => {
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      return words.includes('-M') && words.some((word) => word.startsWith(`${base}/home/`));
    } catch {
      return false;
    }
  });
}

machineConformance('SSH machine', async () => {
  const { open, close } = await openSsh();
  return { machine: await open(), close };
});

describe('SSH machine', () => {
  it('is recorded under the address of its host, and ends when that is blocked', async () => {
    const recorded: { readonly host: string; readonly port: number; stop(): void; ended?: true }[] = [];
    const blocked = new OutboundError('blocked', 'Connections to 127.0.0.1 are blocked.');
    let isBlocked = false;
    const { open, close } = await openSsh('workspace', {
      open(caller, destination, connection) {
        if (isBlocked) throw blocked;
        expect(caller).toEqual({ kind: 'machine', name: 'ssh' });
        const entry: (typeof recorded)[number] = { ...destination, stop: () => connection.stop(blocked) };
        recorded.push(entry);
        return () => (entry.ended = true);
      },
      refuse: () => undefined,
      recordUntracked: () => undefined,
    });
    onTestFinished(close);
    const machine = await open();
    expect((await run(machine, 'echo hello')).output).toBe('hello\n');
    expect(recorded).toMatchObject([{ host: '127.0.0.1', port: expect.any(Number) }]);
    expect(recorded[0]?.port).not.toBe(22);
    isBlocked = true;
    recorded[0]?.stop();
    await waitUntil('the end of the connection', () => recorded[0]?.ended);
    await expect(run(machine, 'echo hello')).rejects.toMatchObject({ code: 'unavailable', message: blocked.message });
  });

  it('passes every text on to the remote shell unchanged', async () => {
    const { open, close } = await openSsh('it\'s a $(touch x) `folder` \\ "quoted"');
    onTestFinished(close);
    const machine = await open();
    expect(path.basename(machine.workspace)).toBe('it\'s a $(touch x) `folder` \\ "quoted"');
    const texts = [
      "'",
      '"',
      '\\',
      '$HOME',
      '`id`',
      '!!',
      'a\nb',
      '\t',
      '%s',
      '\\n',
      '*',
      '~',
      '; id',
      '&& id',
      '\u00e9€🙂',
      '-n',
      '\\036',
    ];
    const command = texts.map((text) => `'${text.replaceAll("'", `'\\''`)}'`).join(' ');
    expect((await run(machine, `printf '[%s]' ${command}`)).output).toBe(texts.map((text) => `[${text}]`).join(''));
    const env = Object.fromEntries(texts.map((text, at) => [`V${at}`, text]));
    expect((await run(machine, 'printf "[%s]" "$V0" "$V3" "$V4" "$V6" "$V9"', { env })).output).toBe(
      "['][$HOME][`id`][a\nb][\\n]",
    );
    const program = await machine.resolveProgram('printf');
    const direct = await run(machine, '', { command: [program ?? '', '[%s]', ...texts] });
    expect(direct.output).toBe(texts.map((text) => `[${text}]`).join(''));
    await machine.makeFolder("sub 'dir");
    expect((await run(machine, 'pwd', { cwd: "sub 'dir" })).output).toBe(`${machine.workspace}/sub 'dir\n`);
  });

  it('has nothing of this computer: no agent, no variables', async () => {
    const { open, close } = await openSsh();
    onTestFinished(close);
    const { output } = await run(await open(), 'env');
    expect(output).not.toMatch(/SSH_AUTH_SOCK|DISPLAY/);
  });

  it('says what to do if the host key is unknown or has changed, or the login is denied', async () => {
    const { open, close } = await openSsh();
    onTestFinished(close);
    onTestFinished(() => server.writeClient());
    await server.forgeKnownKey();
    await server.writeClient('client', 'nothing');
    await expect(open()).rejects.toMatchObject({ code: 'unavailable', message: /isn't known\. Run "ssh / });
    await server.writeClient('client', 'forged');
    await expect(open()).rejects.toMatchObject({ code: 'unavailable', message: /has changed\. Somebody could/ });
    await server.writeClient('other');
    await expect(open()).rejects.toMatchObject({ code: 'unavailable', message: /denied the login.*ssh-add/ });
    await server.writeClient();
    expect((await open()).kind).toBe('ssh');
  });

  it('is told which host to use', async () => {
    const { directory, hosts, close } = await openSsh();
    onTestFinished(close);
    Object.assign(hosts, { second: { host: 'nowhere.invalid', folder: '/x' } });
    const request = { agentId: 'main', workspace: '/any/w', kind: 'ssh' };
    await expect(directory.open(request)).rejects.toMatchObject({
      code: 'unavailable',
      message: /machines\.ssh\.default/,
    });
    Object.assign(hosts.test, { agents: ['main'] });
    expect((await directory.open(request)).kind).toBe('ssh');
  });

  it('connects again after the connection was lost', async () => {
    const { open, close, base } = await openSsh();
    onTestFinished(close);
    const machine = await open();
    await machine.write('a', 'one');
    for (const pid of findMasters(base)) process.kill(pid, 'SIGKILL');
    await waitUntil('the end of the connection', () => findMasters(base).length === 0);
    const again = () => machine.read('a', 10).catch(() => undefined);
    expect((await waitUntil('a new connection', again)).text).toBe('one');
    expect((await run(machine, 'cat a')).output).toBe('one');
    expect(await fs.readdir(path.join(base, 'remote'))).toEqual(['workspace']);
  });

  it('leaves nothing on the remote host', async () => {
    const { open, close } = await openSsh();
    const before = (await fs.readdir('/tmp')).filter((name) => name.startsWith('gatehouse-'));
    const machine = await open();
    await run(machine, 'true');
    await close();
    const after = (await fs.readdir('/tmp')).filter((name) => /^gatehouse-\w{8}$/.test(name));
    expect(after.filter((name) => !before.includes(name))).toEqual([]);
  });
});

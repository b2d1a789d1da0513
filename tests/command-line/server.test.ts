// The commands with which an owner runs a server, against a running gateway: doctor, verify, service.
// Proves: SC-9, N-5, PK-3
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandOf, openShell, type Shell } from './shell.ts';

let shell: Shell;
let isBroken = false;

beforeAll(async () => {
  shell = await openShell(() => (isBroken ? { status: 401, body: 'no' } : { steps: [{ say: 'ready' }] }));
});
afterAll(() => shell.stop());

interface Report {
  readonly checks: readonly {
    readonly id: string;
    readonly findings: readonly { readonly level: string; readonly text: string; readonly fix?: string }[];
  }[];
}

async function findings(args: readonly string[] = []) {
  // The command prints one such object.
  const [report] = (await shell.json(['doctor', ...args])) as unknown as [Report];
  return Object.fromEntries(
    report.checks.map(({ id, findings: found }) => [id, found.map(({ text }) => text).join('\n')]),
  );
}

describe('doctor', () => {
  it('asks the running gateway about everything that works with it', async () => {
    const found = await findings();
    expect(found['program']).toMatch(/Gatehouse \S+ is running \(PID \d+\)/);
    expect(found['store']).toContain('Reads and writes work');
    expect(found['network']).toContain(`Listens at ${shell.host.origin}\nOnly this computer can connect`);
    expect(found['models']).toMatch(/Anthropic answers \(\d+ ms\)/);
    expect(found['machines']).toContain('Commands of agents run on this computer without isolation');
    expect(found['access']).toBeUndefined();
    expect((await shell.gatehouse(['doctor', '--offline'])).code).toBe(0);
  });

  it('lists who has access with --security', async () => {
    await shell.gatehouse(['call', 'apiKeys.create', '--params', '{"name":"robot","scopes":["operator.admin"]}']);
    const found = await findings(['--security', '--offline']);
    expect(found['access']).toContain('API keys: robot (full access)');
    expect(found['access']).toContain('The API key robot has full access and never expires');
    expect(found['access']).toMatch(/The audit log is intact \(\d+ entries\)/);
    expect(found['models']).toContain('(not tested)');
  });

  it('ends with an error and names the fix for what is exposed', async () => {
    chmodSync(join(shell.host.home, 'token'), 0o644);
    const { code, out } = await shell.gatehouse(['doctor', '--offline']);
    chmodSync(join(shell.host.home, 'token'), 0o600);
    expect(code).toBe(1);
    expect(out).toContain(
      `✗ Other users have access to ${shell.host.home}/token\n      chmod -R go-rwx ${shell.host.home}/token`,
    );
    expect(out).toMatch(/\n1 error, \d+ warnings?\n$/);
  });
});

describe('verify', () => {
  it('proves that a message is answered, and leaves no session behind', async () => {
    const before = (await shell.json(['sessions', 'list']))[0];
    const { code, out } = await shell.gatehouse(['verify']);
    expect(out).toMatch(/✓ anthropic\/claude-sonnet-4-5 answered: ready \([\d.]+ m?s\)/);
    expect(out).toContain('Everything works.');
    expect(code).toBe(0);
    expect((await shell.json(['sessions', 'list']))[0]).toEqual(before);
  });

  it('fails with the reason when the model does not answer', async () => {
    isBroken = true;
    const { code, out } = await shell.gatehouse(['verify', '--timeout', '60']);
    isBroken = false;
    expect(code).toBe(1);
    expect(out).toMatch(/^✗ .+ \([\d.]+ m?s\)$/m);
    expect(out).toContain('gatehouse doctor');
  });

  it('says that no gateway is running', async () => {
    const home = mkdtempSync(join(tmpdir(), 'gatehouse-none-'));
    const { code, err } = await commandOf(home).gatehouse(['verify']);
    rmSync(home, { recursive: true });
    expect({ code, says: err.includes('no gateway is running') }).toEqual({ code: 3, says: true });
  });
});

describe.runIf(process.platform === 'linux')('service', () => {
  it('shows an installed service that runs, since when, its version, and its address', async () => {
    const { home, origin, pid } = shell.host;
    expect((await shell.gatehouse(['service', 'status', '--scope', 'user'])).code).toBe(1);
    const unit = join(home, '.config/systemd/user/gatehouse.service');
    mkdirSync(join(unit, '..'), { recursive: true });
    writeFileSync(unit, `# Written by gatehouse service install for ${home}\n`);
    const [state] = await shell.json(['service', 'status', '--scope', 'user']);
    expect(state).toMatchObject({ isInstalled: true, isRunning: true, isReady: true, home, origin, pid, path: unit });
    expect(state).toMatchObject({ version: expect.any(String), since: expect.any(Number) });
    const { code, out } = await shell.gatehouse(['service', 'status', '--scope', 'user']);
    expect({ code, says: out.includes(`is running at ${origin}`) }).toEqual({ code: 0, says: true });
    rmSync(unit);
  });

  it('waits until the gateway is ready, and gives up once the service has ended', async () => {
    expect((await shell.gatehouse(['service', 'ready'])).out).toBe(`Ready at ${shell.host.origin}\n`);
    const home = mkdtempSync(join(tmpdir(), 'gatehouse-none-'));
    const none = commandOf(home);
    expect((await none.gatehouse(['service', 'ready'], { env: { MAINPID: '4194999' } })).err).toContain(
      'ended before it was ready',
    );
    expect((await none.gatehouse(['service', 'ready', '--timeout', '1'])).code).toBe(3);
    rmSync(home, { recursive: true });
  });

  it('removes what it wrote, and keeps the data and the keys', async () => {
    const root = mkdtempSync(join(tmpdir(), 'gatehouse-root-'));
    const where = ['--root', root, '--scope', 'system'];
    expect((await shell.gatehouse(['service', 'install', ...where])).code).toBe(0);
    expect(readFileSync(join(root, 'etc/systemd/system/gatehouse.service'), 'utf8')).toContain(shell.host.home);
    expect((await shell.gatehouse(['service', 'uninstall', ...where])).err).toContain('pass --yes');
    expect((await shell.gatehouse(['service', 'uninstall', ...where, '--yes'])).code).toBe(0);
    expect(existsSync(join(root, 'etc/systemd/system/gatehouse.service'))).toBe(false);
    expect(existsSync(join(root, 'etc/gatehouse.env'))).toBe(true);
    rmSync(root, { recursive: true });
  });
});

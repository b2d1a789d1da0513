// Proves: FR-1, FR-3, CL-2, CL-3
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';

import type { NetworkAccessStatus } from '#contract/types/network-access.ts';
import { startProtocolHost, TOKEN, type ProtocolHost } from '#tests/protocol/support/protocol-host.ts';
import { connected, type RawSocket } from '#tests/protocol/support/raw-socket.ts';

import { commandOf, type Command } from './shell.ts';

/** Stands in for a LAN address: Linux answers on all of 127.0.0.0/8. */
const LAN = '127.0.0.2';

let gateway: ProtocolHost;
let owner: RawSocket;
let networkAccess: NetworkAccessStatus;
let calls = 0;
let home: string;
let remoteMachine: Command;

beforeAll(async () => {
  gateway = await startProtocolHost(() => ({ steps: [{ say: 'hello' }] }), {
    addresses: () => [{ host: LAN, kind: 'lan', network: 'test0' }],
  });
  owner = await connected(gateway.url, { scopes: ['operator.admin'] });
  if (process.platform === 'linux') networkAccess = await ask<NetworkAccessStatus>('network.set', { mode: 'lan' });
});
afterAll(async () => {
  owner.close();
  await gateway.stop();
});

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'gatehouse-login-'));
  remoteMachine = commandOf(home);
  const made = home;
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
});

async function ask<T>(method: string, params: Readonly<Record<string, unknown>> = {}): Promise<T> {
  const answer = await owner.request(`auth-${(calls += 1)}`, method, params);
  expect(answer.error).toBeUndefined();
  return answer.payload as unknown as T;
}

const remote = () => `https://${LAN}:${gateway.address.port}`;
const pin = () => networkAccess.fingerprint ?? '';
const file = () => readFileSync(join(home, 'cli.json'), 'utf8');

/** Logs in with a setup code, which needs no approval. */
async function loginWithCode(): Promise<void> {
  const { setupCode } = await ask<{ setupCode: string }>('device.pair.setupCode', { includeQr: false });
  const { code, err } = await remoteMachine.gatehouse(['auth', 'login', '--code'], { stdin: `${setupCode}\n` });
  expect(err).toBe('');
  expect(code).toBe(0);
}

// Other systems answer on 127.0.0.1 only.
describe.runIf(process.platform === 'linux')('auth', () => {
  it('waits for approval, then logs in as a device and keeps no readable secret in its file', async () => {
    const login = remoteMachine.start(['auth', 'login', remote(), '--fingerprint', pin(), '--scopes', 'read'], {
      GATEHOUSE_TOKEN: TOKEN,
    });
    await login.waitFor('Waiting');
    const { pending } = await ask<{ pending: readonly { requestId: string; scopes: string[] }[] }>('device.pair.list');
    expect(pending[0]?.scopes).toEqual(['operator.read']);
    await ask('device.pair.approve', { requestId: pending[0]?.requestId });
    expect(await login.ended).toBe(0);
    expect(statSync(join(home, 'cli.json')).mode & 0o777).toBe(0o600);
    expect(Object.keys(JSON.parse(file()).logins[0])).toEqual(['origin', 'fingerprint', 'scopes', 'kind', 'sealed']);
    const [status] = await remoteMachine.json(['auth', 'status']);
    expect(status).toMatchObject({ ok: true, origin: remote(), login: 'device', scopes: ['operator.read'] });
    expect((await remoteMachine.gatehouse(['sessions'])).code).toBe(0);
    const forbidden = await remoteMachine.gatehouse(['agents', 'create', 'Somebody']);
    expect(forbidden).toMatchObject({ code: 4, err: expect.stringContaining('operator.admin') });
  });

  it('logs in with a setup code, and logs out permanently', async () => {
    await loginWithCode();
    expect(file()).not.toContain('bootstrap');
    expect((await remoteMachine.gatehouse(['status'])).out).toContain(remote());
    const [{ deviceId } = {}] = await remoteMachine.json(['auth', 'status']);
    const before = await ask<{ paired: readonly { deviceId: string }[] }>('device.pair.list');
    expect(before.paired.map((row) => row.deviceId)).toContain(deviceId);
    const out = await remoteMachine.gatehouse(['auth', 'logout']);
    expect(out.code).toBe(0);
    expect((await remoteMachine.gatehouse(['auth', 'logout'])).code).toBe(1);
    expect((await remoteMachine.gatehouse(['status', '--url', remote()])).code).toBe(4);
  });

  it('signs a call that requires a fresh proof', async () => {
    await loginWithCode();
    const added = await remoteMachine.gatehouse(['approvals', 'rules', 'add', 'git', 'status']);
    expect(added).toMatchObject({ code: 0, err: '' });
    expect((await remoteMachine.gatehouse(['approvals', 'rules', 'list'])).out).toContain('git status');
  });

  it('logs in with an API key and has its scopes only', async () => {
    const { key } = await ask<{ key: string }>('apiKeys.create', { name: 'script', scopes: ['operator.read'] });
    const login = ['auth', 'login', remote(), '--fingerprint', pin(), '--api-key'];
    expect((await remoteMachine.gatehouse(login, { stdin: key })).out).toContain('read');
    expect(file()).not.toContain(key);
    expect((await remoteMachine.gatehouse(['sessions', 'list'])).code).toBe(0);
    expect((await remoteMachine.gatehouse(['approvals', 'list'])).code).toBe(4);
    expect((await remoteMachine.gatehouse(login, { stdin: 'gh_wrong' })).code).toBe(4);
  });

  it('sends nothing to a gateway with an untrusted certificate', async () => {
    const unknown = await remoteMachine.gatehouse(['auth', 'login', remote()], { stdin: TOKEN });
    expect(unknown).toMatchObject({ code: 4, err: expect.stringContaining(`--fingerprint ${pin()}`) });
    const wrong = pin().replaceAll(/[0-9A-F]/g, '0');
    const refused = await remoteMachine.gatehouse(['auth', 'login', remote(), '--fingerprint', wrong, '--api-key'], {
      stdin: 'gh_any',
    });
    expect(refused).toMatchObject({ code: 4, err: expect.stringContaining('the fingerprint has changed') });
  });

  it('prompts before it trusts an unknown certificate', async () => {
    const login = remoteMachine.inTerminal(['auth', 'login', remote(), '--api-key']);
    await login.waitFor('[y/N]');
    expect(login.seen()).toContain(pin());
    login.type('y\r');
    await login.waitFor('API key:');
    const { key } = await ask<{ key: string }>('apiKeys.create', { name: 'typed', scopes: ['operator.read'] });
    login.type(`${key}\r`);
    expect(await login.ended).toBe(0);
    expect(login.seen()).not.toContain(key);
    const declined = remoteMachine.inTerminal(['auth', 'login', remote(), '--api-key']);
    await declined.waitFor('[y/N]');
    declined.type('\r');
    expect(await declined.ended).toBe(130);
  });
});

describe('gateway addresses', () => {
  it('must use TLS beyond loopback and contain no credentials', async () => {
    for (const url of ['http://192.168.1.2:18789', 'https://me:word@host', 'https://host/?token=x', 'host'])
      expect((await remoteMachine.gatehouse(['status', '--url', url])).code).toBe(2);
  });

  it('of the local gateway pair this machine without approval', async () => {
    const own = { GATEHOUSE_URL: gateway.address.origin };
    const login = await remoteMachine.gatehouse(['auth', 'login', gateway.address.origin], {
      env: { GATEHOUSE_TOKEN: TOKEN },
    });
    expect(login).toMatchObject({ code: 0, out: expect.stringContaining('as device') });
    expect((await remoteMachine.json(['auth', 'status'], { env: own }))[0]).toMatchObject({ login: 'device' });
  });
});

// The ways in: token, password, a trusted proxy. Each opens where it should and nowhere else, and what is replaced is cut off.
// Proves: AU-1
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { PROJECT_ROOT } from '#scripts/project-root.ts';
import { TestDevice } from './support/device.ts';
import { startProtocolHost, TOKEN, type ProtocolHost } from './support/protocol-host.ts';
import { connected, connectParams, RawSocket, UpgradeRefused, type RawFrame } from './support/raw-socket.ts';

const PASSWORD = 'correct-horse-battery';
const hosts: ProtocolHost[] = [];
afterEach(async () => {
  for (const host of hosts.splice(0)) await host.stop();
});

async function start(options: Parameters<typeof startProtocolHost>[1] = {}): Promise<ProtocolHost> {
  const host = await startProtocolHost(() => ({ steps: [{ say: 'hello' }] }), options);
  hosts.push(host);
  return host;
}

/** One try to connect. */
async function tryWith(
  { url }: ProtocolHost,
  changes: Readonly<Record<string, unknown>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<RawFrame> {
  const socket = await RawSocket.open(url, { headers }).catch(UpgradeRefused.toFrame);
  if (!(socket instanceof RawSocket)) return socket;
  const answer = await socket.request('c', 'connect', connectParams(changes));
  socket.close();
  return answer;
}

const codeOf = ({ ok, error }: RawFrame) => (ok === true ? 'in' : error?.details?.['code']);
const ask = ({ address }: ProtocolHost, bearer: string) =>
  fetch(`${address.origin}/metrics`, { headers: { Authorization: `Bearer ${bearer}` } }).then(({ status }) => status);

describe('password mode', () => {
  const config = { gateway: { auth: { mode: 'password' } } };

  it('accepts the password in either field and over HTTP, and nothing before it is set', async () => {
    const host = await start({ config });
    expect(codeOf(await tryWith(host, { auth: { password: PASSWORD } }))).toBe('AUTH_PASSWORD_NOT_CONFIGURED');
    expect(codeOf(await tryWith(host, { auth: {} }))).toBe('AUTH_PASSWORD_MISSING');
    const owner = await connected(host.url);
    expect((await owner.request('p', 'gateway.auth.setPassword', { password: PASSWORD })).ok).toBe(true);
    expect((await owner.request('s', 'gateway.auth.status')).payload).toEqual({
      mode: 'password',
      hasPassword: true,
      token: 'given',
    });
    for (const auth of [
      { password: PASSWORD },
      { token: PASSWORD },
      { token: PASSWORD, password: PASSWORD },
      { token: 'other', password: PASSWORD },
    ])
      expect(codeOf(await tryWith(host, { auth }))).toBe('in');
    expect(codeOf(await tryWith(host, { auth: { token: PASSWORD, password: 'other' } }))).toBe(
      'AUTH_PASSWORD_MISMATCH',
    );
    expect([await ask(host, PASSWORD), await ask(host, `${PASSWORD}!`)]).toEqual([200, 401]);
    owner.close();
  });

  it('stores the password nowhere as plain text, and never logs it', async () => {
    const host = await start({ config });
    const owner = await connected(host.url);
    await owner.request('p', 'gateway.auth.setPassword', { password: PASSWORD });
    await tryWith(host, { auth: { password: PASSWORD } });
    await tryWith(host, { auth: { password: `wrong ${PASSWORD}` } });
    const log = JSON.stringify((await owner.request('l', 'logs.tail', { limit: 5_000 })).payload);
    expect(log).not.toContain(PASSWORD);
    for (const name of ['gatehouse.json5', 'gatehouse.db', 'gatehouse.db-wal'])
      expect(readFileSync(join(host.home, name)).includes(PASSWORD), name).toBe(false);
    owner.close();
  });

  it('rejects a password set by a device with only its token, and a short password from anyone', async () => {
    const host = await start({ config });
    const owner = await connected(host.url);
    expect((await owner.request('p', 'gateway.auth.setPassword', { password: 'short' })).error?.details?.['code']).toBe(
      'INVALID_PARAMS',
    );
    const { payload } = await owner.request('k', 'apiKeys.create', { name: 'CI', scopes: ['operator.admin'] });
    const program = await connected(host.url, { auth: { token: payload?.['key'] } });
    const refused = await program.request('p', 'gateway.auth.setPassword', { password: PASSWORD });
    expect(refused.error?.details?.['code']).toBe('FRESH_PROOF_REQUIRED');
    expect(JSON.stringify((await owner.request('l', 'proof.list')).payload), 'shown to whoever confirms').not.toContain(
      PASSWORD,
    );
    program.close();
    owner.close();
  });

  it('closes only the connections made with the previous password when it changes', async () => {
    const host = await start({ config });
    const owner = await connected(host.url);
    await owner.request('p1', 'gateway.auth.setPassword', { password: PASSWORD });
    const guest = await connected(host.url, { auth: { password: PASSWORD } });
    await owner.request('p2', 'gateway.auth.setPassword', { password: `${PASSWORD} 2` });
    expect(await guest.closed).toEqual({ code: 4001, reason: 'gateway auth changed' });
    expect(codeOf(await tryWith(host, { auth: { password: PASSWORD } }))).toBe('AUTH_PASSWORD_MISMATCH');
    expect((await owner.request('h', 'health')).ok).toBe(true);
    owner.close();
  });

  it('locks the caller out after ten wrong passwords, even with the correct one', async () => {
    const host = await start({ config });
    const owner = await connected(host.url);
    await owner.request('p', 'gateway.auth.setPassword', { password: PASSWORD });
    const sockets = await Promise.all(Array.from({ length: 13 }, () => RawSocket.open(host.url)));
    const tries = sockets.map((socket, index) => {
      // The correct one comes last, before any of the others is compared.
      const password = index === 12 ? PASSWORD : `guess number ${index}`;
      return socket.request('c', 'connect', connectParams({ auth: { password } }));
    });
    // The later guesses are answered late: nobody waits for that here.
    expect(codeOf((await tries[12]) ?? expect.fail('no answer'))).toBe('AUTH_RATE_LIMITED');
    const late = await tryWith(host, { auth: { password: PASSWORD } });
    expect(codeOf(late)).toBe('AUTH_RATE_LIMITED');
    expect(late.error?.retryAfterMs).toBeGreaterThan(60_000);
    owner.close();
  });

  it('accepts the token from programs on this machine but not from pages', async () => {
    const host = await start({ config });
    expect(codeOf(await tryWith(host, { auth: { token: TOKEN } }))).toBe('in');
    const page = { Origin: host.address.origin };
    expect(codeOf(await tryWith(host, { auth: { token: TOKEN } }, page))).toBe('AUTH_PASSWORD_NOT_CONFIGURED');
    const proxied = { 'X-Forwarded-For': '203.0.113.7' };
    expect(codeOf(await tryWith(host, { auth: { token: TOKEN } }, proxied))).toBe('AUTH_PASSWORD_NOT_CONFIGURED');
  });
});

describe('the gateway token', () => {
  it('is replaced in its file and closes connections made with the old one', async () => {
    const host = await start({ token: null });
    const file = join(host.home, 'token');
    const before = readFileSync(file, 'utf8').trim();
    const owner = await connected(host.url, { auth: { token: before } });
    const other = await connected(host.url, { auth: { token: before } });
    const device = await new TestDevice().connect(host.url, { auth: { token: before } });
    const { deviceToken } = (device.answer.payload as { auth: { deviceToken: string } }).auth;
    expect((await owner.request('r', 'gateway.auth.rotateToken', { confirm: 'rotate' })).payload).toMatchObject({
      ok: true,
    });
    for (const socket of [owner, other, device.socket])
      expect(await socket.closed).toEqual({ code: 4001, reason: 'gateway auth changed' });
    const after = readFileSync(file, 'utf8').trim();
    expect(after).not.toBe(before);
    expect(codeOf(await tryWith(host, { auth: { token: before } }))).toBe('AUTH_TOKEN_MISMATCH');
    expect(codeOf(await tryWith(host, { auth: { token: after } }))).toBe('in');
    expect([await ask(host, before), await ask(host, after)]).toEqual([401, 200]);
    expect(deviceToken, 'the device has a token of its own').not.toBe(before);
  });

  it('cannot be rotated if it was set at startup', async () => {
    const host = await start();
    const owner = await connected(host.url);
    const answer = await owner.request('r', 'gateway.auth.rotateToken', { confirm: 'rotate' });
    expect(answer.error?.details?.['code']).toBe('TOKEN_GIVEN');
    owner.close();
  });
});

describe('a trusted proxy', () => {
  const ORIGIN = 'https://gate.example.org';
  const proxy = { addresses: ['127.0.0.1'], users: ['ada'], origins: [ORIGIN], loopback: true };
  const withProxy = (changes: object = {}) => ({
    config: { gateway: { auth: { mode: 'trusted-proxy', proxy: { ...proxy, ...changes } } } },
  });
  const PAGE = { client: { id: 'gateway-client', mode: 'ui', version: '1', platform: 'web' }, auth: undefined };
  const passedOn = (user: string) => ({
    Host: 'gate.example.org',
    Origin: ORIGIN,
    'X-Forwarded-User': user,
    'X-Forwarded-For': '10.9.9.9, 203.0.113.7',
  });

  it('gives access to listed users under the name and address it sends', async () => {
    const host = await start(withProxy());
    const socket = await connected(host.url, PAGE, { headers: passedOn('ada') });
    const { payload } = await socket.request('p', 'preferences.set', { preferences: { theme: 'dark' } });
    expect(payload).toMatchObject({ preferences: { theme: 'dark' } });
    await socket.request('s', 'setup.choose', { done: true });
    const audit = JSON.stringify((await socket.request('a', 'audit.entries', {})).payload);
    expect(audit).toContain('ada (203.0.113.7)');
    socket.close();
    expect(codeOf(await tryWith(host, PAGE, passedOn('mallory')))).toBe('BROWSER_SIGN_IN_REQUIRED');
    expect(codeOf(await tryWith(host, PAGE, passedOn('ada, mallory')))).toBe('BROWSER_SIGN_IN_REQUIRED');
  });

  it.each([
    ['another origin', { Origin: 'https://evil.example' }, 'CONTROL_UI_ORIGIN_NOT_ALLOWED'],
    ['another host', { Host: 'evil.example' }, 'HOST_NOT_ALLOWED'],
    ['no person', { 'X-Forwarded-User': '' }, 'BROWSER_SIGN_IN_REQUIRED'],
  ])('gives no access with %s', async (_what, change, code) => {
    const host = await start(withProxy());
    expect(codeOf(await tryWith(host, PAGE, { ...passedOn('ada'), ...change }))).toBe(code);
  });

  it.each([
    ['another address', { addresses: ['10.0.0.0/8', '1.2.3', '0.0.0.0/0', '127.0.0.1/99'] }],
    ['no address', { addresses: [] }],
    ['this machine, when that is not allowed', { loopback: false }],
  ])('at %s is not trusted, and its headers are ignored', async (_where, change) => {
    const host = await start(withProxy(change));
    expect(codeOf(await tryWith(host, PAGE, passedOn('ada')))).toBe('HOST_NOT_ALLOWED');
    const ours = { Origin: host.address.origin, 'X-Forwarded-User': 'ada' };
    expect(codeOf(await tryWith(host, PAGE, ours))).toBe('BROWSER_SIGN_IN_REQUIRED');
  });

  it('is trusted only in its mode, and its users lose access when the mode changes', async () => {
    const plain = await start({ config: { gateway: { auth: { mode: 'token', proxy } } } });
    expect(codeOf(await tryWith(plain, PAGE, passedOn('ada')))).toBe('HOST_NOT_ALLOWED');
    const host = await start(withProxy());
    const socket = await connected(host.url, PAGE, { headers: passedOn('ada') });
    writeFileSync(join(host.home, 'gatehouse.json5'), '{}');
    expect(await socket.closed).toEqual({ code: 4001, reason: 'gateway auth changed' });
  });

  it('works as the deployment guide configures it', async () => {
    const guide = readFileSync(join(PROJECT_ROOT, 'docs/server.md'), 'utf8');
    const host = await start();
    writeFileSync(join(host.home, 'gatehouse.json5'), /```json5\n(.*?)```/s.exec(guide)?.[1] ?? '');
    await expect.poll(async () => (await tryWith(host, PAGE, passedOn('ada'))).ok).toBe(true);
    expect(codeOf(await tryWith(host, PAGE, passedOn('mallory')))).toBe('BROWSER_SIGN_IN_REQUIRED');
  });

  it('has its devices paired by a person only', async () => {
    const host = await start(withProxy());
    const { answer, socket } = await new TestDevice().connect(host.url, {
      auth: {},
      headers: { ...passedOn('ada'), Origin: ORIGIN },
    });
    expect(codeOf(answer)).toBe('PAIRING_REQUIRED');
    socket.close();
    expect(codeOf(await tryWith(host, { auth: {} }, passedOn('ada'))), 'without a device').toBe(
      'DEVICE_IDENTITY_REQUIRED',
    );
  });
});

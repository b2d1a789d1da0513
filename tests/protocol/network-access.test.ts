// Proves: CN-12, CF-5, LN-1, LN-3
import { connect as tlsConnect } from 'node:tls';
import { get as plainGet } from 'node:http';
import { get as secureGet } from 'node:https';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NetworkAccessStatus } from '#contract/types/network-access.ts';
import { TestDevice } from './support/device.ts';
import { findViolations } from './support/published-check.ts';
import { startProtocolHost, TOKEN, type ProtocolHost } from './support/protocol-host.ts';
import { connected, connectParams, RawSocket } from './support/raw-socket.ts';

/** Stands for the address of the machine on a network: loopback has more than one on Linux. */
const LAN = '127.0.0.2';

let gateway: ProtocolHost;
let owner: RawSocket;
let calls = 0;

beforeAll(async () => {
  gateway = await startProtocolHost(() => ({ steps: [{ say: 'hello' }] }), {
    addresses: () => [{ host: LAN, kind: 'lan', network: 'test0' }],
  });
  owner = await connected(gateway.url, { scopes: ['operator.admin'] });
});
afterAll(async () => {
  owner.close();
  await gateway.stop();
});

async function call<T>(method: string, params: Readonly<Record<string, unknown>> = {}): Promise<T> {
  const answer = await owner.request(`call-${(calls += 1)}`, method, params);
  expect(answer.error).toBeUndefined();
  return answer.payload as unknown as T;
}

const remote = () => `wss://${LAN}:${gateway.address.port}`;
const trust = () => ({ ca: readFileSync(join(gateway.home, 'tls', 'gateway.crt'), 'utf8') });

/** The fingerprint that a server at the address shows; rejects when nobody answers there. */
function shownFingerprint(): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = tlsConnect({ host: LAN, port: gateway.address.port, rejectUnauthorized: false }, () => {
      resolve(socket.getPeerCertificate().fingerprint256);
      socket.destroy();
    });
    socket.on('error', reject);
  });
}

// The other loopback addresses are there on Linux only.
describe.runIf(process.platform === 'linux')('network access', () => {
  it('is limited to this machine until it is opened, and then requires TLS', async () => {
    expect(await call<NetworkAccessStatus>('network.status')).toMatchObject({
      mode: 'loopback',
      addresses: [{ host: LAN }],
    });
    await expect(shownFingerprint()).rejects.toThrow('ECONNREFUSED');
    const open = await call<NetworkAccessStatus>('network.set', { mode: 'lan' });
    expect(open.addresses).toEqual([{ host: LAN, kind: 'lan', network: 'test0', url: `https://${LAN}:${open.port}` }]);
    expect(await shownFingerprint()).toBe(open.fingerprint);
    const plain = await new Promise((resolve) => {
      plainGet({ host: LAN, port: open.port, path: '/healthz' }, (response) => resolve(response.statusCode)).on(
        'error',
        (error) => resolve(error.message),
      );
    });
    expect(plain).not.toBe(200);
  });

  it('gives no program on the network access with only the token or under another host name', async () => {
    const program = await RawSocket.open(remote(), trust());
    const answer = await program.request('c', 'connect', connectParams());
    expect(answer.error?.details).toMatchObject({ code: 'DEVICE_IDENTITY_REQUIRED' });
    const renamed = RawSocket.open(remote(), { ...trust(), headers: { Host: `127.0.0.1:${gateway.address.port}` } });
    await expect(renamed).rejects.toMatchObject({ status: 403, code: 'HOST_NOT_ALLOWED' });
    const device = await new TestDevice().connect(remote(), trust());
    expect(device.answer.error?.details).toMatchObject({ code: 'PAIRING_REQUIRED', reason: 'not-paired' });
  });

  it('accepts an API key over HTTP from the network, but not the token', async () => {
    const { key } = await call<{ key: string }>('apiKeys.create', { name: 'CI', scopes: ['operator.read'] });
    const ask = (bearer: string) =>
      new Promise((resolve, reject) => {
        const headers = { Authorization: `Bearer ${bearer}` };
        const where = { host: LAN, port: gateway.address.port, path: '/metrics', headers, rejectUnauthorized: false };
        secureGet(where, (response) => resolve(response.resume().statusCode)).on('error', reject);
      });
    expect(await ask(key)).toBe(200);
    expect(await ask(TOKEN)).toBe(401);
  });

  it('pairs a phone once with a code that contains all addresses and the fingerprint', async () => {
    const code = await call<Record<string, string>>('device.pair.setupCode', { bootstrapProfile: 'limited' });
    expect(findViolations('DevicePairSetupCodeResult', code)).toEqual([]);
    expect(code['qrDataUrl']).toMatch(/^data:image\/png;base64,/);
    const content = JSON.parse(Buffer.from(code['setupCode'] ?? '', 'base64url').toString());
    expect(content).toMatchObject({ url: remote(), expiresAtMs: expect.any(Number) });
    expect(content.tlsFingerprint).toBe((await shownFingerprint()).replaceAll(':', '').toLowerCase());
    const phone = new TestDevice();
    const options = {
      role: 'node',
      scopes: [],
      auth: { bootstrapToken: content.bootstrapToken },
      commands: ['camera.snap'],
    } as const;
    const first = await phone.connect(remote(), { ...options, ...trust() });
    expect(findViolations('HelloOk', first.answer.payload)).toEqual([]);
    const { auth } = first.answer.payload as unknown as {
      auth: { role: string; deviceTokens: { role: string; deviceToken: string; scopes: string[] }[] };
    };
    expect(auth).toMatchObject({ role: 'node', deviceTokens: [{ role: 'operator' }] });
    const [operator] = auth.deviceTokens;
    expect(operator?.scopes).not.toContain('operator.admin');
    const second = await phone.connect(remote(), {
      scopes: ['operator.read', 'operator.write'],
      auth: { token: operator?.deviceToken ?? '' },
      ...trust(),
    });
    expect(second.answer.ok).toBe(true);
    expect(await call('device.pair.setupStatus', { setupId: code['setupId'] })).toMatchObject({
      completion: { deviceId: phone.id, access: 'limited' },
    });
    const thief = await new TestDevice().connect(remote(), { ...options, ...trust() });
    expect(thief.answer.error?.details).toMatchObject({ code: 'AUTH_BOOTSTRAP_TOKEN_INVALID' });
    await call('network.set', { mode: 'loopback' });
    expect((await first.socket.closed).code).toBe(1006);
    expect((await second.socket.closed).code).toBe(1006);
    await expect(shownFingerprint()).rejects.toThrow('ECONNREFUSED');
  });

  it('signs a browser in with a link, under its own origin only', async () => {
    await call('network.set', { mode: 'lan' });
    const { joinUrl = '' } = await call<Record<string, string>>('device.pair.setupCode', { joinUrl: true });
    expect(joinUrl).toMatch(new RegExp(`^https://${LAN}:\\d+/#code=[\\w-]+$`));
    const origin = `https://${LAN}:${gateway.address.port}`;
    const page = RawSocket.open(remote(), { ...trust(), headers: { Origin: gateway.address.origin } });
    await expect(page).rejects.toMatchObject({ status: 403, code: 'CONTROL_UI_ORIGIN_NOT_ALLOWED' });
    const own = await RawSocket.open(remote(), { ...trust(), headers: { Origin: origin } });
    const client = { id: 'gateway-client', mode: 'ui', version: '1', platform: 'linux' };
    expect(
      (await own.request('c', 'connect', connectParams({ client, auth: undefined }))).error?.details,
    ).toMatchObject({
      code: 'BROWSER_SIGN_IN_REQUIRED',
    });
  });
});

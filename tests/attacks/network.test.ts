// The network listener: plain connections, other certificates, other names, and this machine's own network address.
// Proves: LN-1
import { readFileSync } from 'node:fs';
import { get as plainGet } from 'node:http';
import { get as secureGet } from 'node:https';
import { connect } from 'node:net';
import { join } from 'node:path';
import { connect as tlsConnect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NetworkAccessStatus } from '#contract/types/network-access.ts';
import { startProtocolHost, TOKEN, type ProtocolHost } from '#tests/protocol/support/protocol-host.ts';
import { connected, connectParams, RawSocket, UpgradeRefused } from '#tests/protocol/support/raw-socket.ts';
import { TestDevice } from '#tests/protocol/support/device.ts';
import { readLog } from './support/define-attacks.ts';
import { codeOf } from './support/forgery.ts';
import { request } from './support/target.ts';

/** Stands for this machine's address on a network: on Linux all of 127.0.0.0/8 is loopback. */
const LAN = '127.0.0.3';

let gateway: ProtocolHost;
let owner: RawSocket;
let trust: { readonly ca: string };

// Only Linux has further loopback addresses.
describe.runIf(process.platform === 'linux')('attacks: network', () => {
  beforeAll(async () => {
    gateway = await startProtocolHost(() => ({ steps: [{ say: 'hello' }] }), {
      addresses: () => [{ host: LAN, kind: 'lan', network: 'test0' }],
    });
    owner = await connected(gateway.url, { scopes: ['operator.admin'] });
    const opened = await owner.request('open', 'network.set', { mode: 'lan' });
    expect((opened.payload as unknown as NetworkAccessStatus).fingerprint).toEqual(expect.any(String));
    trust = { ca: readFileSync(join(gateway.home, 'tls', 'gateway.crt'), 'utf8') };
  });
  afterAll(async () => {
    const log = readLog(gateway.home);
    owner.close();
    await gateway.stop();
    expect(log).not.toContain(TOKEN);
  });

  const url = () => `wss://${LAN}:${gateway.address.port}`;
  const remote = (headers: Readonly<Record<string, string>> = {}) => RawSocket.open(url(), { ...trust, headers });
  const status = (path: string, headers: Readonly<Record<string, string>> = {}, more: object = {}) =>
    new Promise<number | string>((resolve) => {
      const where = { host: LAN, port: gateway.address.port, path, headers, agent: false, ...trust, ...more };
      secureGet(where, (response) => resolve(response.resume().statusCode ?? 0)).on('error', (error) =>
        resolve(error.message),
      );
    });

  const connectsTo = (host: string) =>
    new Promise<boolean>((resolve) => {
      const socket = connect(gateway.address.port, host, () => resolve(true)).on('error', () => resolve(false));
      socket.on('connect', () => socket.destroy());
    });

  it('rejects a plain request on the encrypted address', async () => {
    const answer = await new Promise((resolve) => {
      plainGet({ host: LAN, port: gateway.address.port, path: '/healthz', agent: false }, (response) =>
        resolve(response.resume().statusCode),
      ).on('error', (error) => resolve(error.message));
    });
    // No HTTP response at all: the connection fails.
    expect(answer).toEqual(expect.any(String));
  });
  it('rejects a plain WebSocket on the encrypted address', async () => {
    await expect(RawSocket.open(url().replace('wss', 'ws'))).rejects.toThrow();
  });
  it('rejects old TLS versions', async () => {
    const offer = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL@SECLEVEL=0' } as const;
    await expect(status('/healthz', {}, offer)).resolves.toMatch(/alert|handshake|protocol version|EPROTO/i);
  });
  it('rejects ciphers without forward secrecy', async () => {
    const offer = { maxVersion: 'TLSv1.2', ciphers: 'AES128-SHA:AES256-SHA:NULL-SHA:aNULL@SECLEVEL=0' } as const;
    await expect(status('/healthz', {}, offer)).resolves.toMatch(/alert|handshake|protocol version|EPROTO/i);
  });
  it('fails certificate verification in a client that does not trust the gateway', async () => {
    const socket = tlsConnect({ host: LAN, port: gateway.address.port, rejectUnauthorized: true });
    await expect(
      new Promise((resolve, reject) => socket.on('secureConnect', resolve).on('error', reject)),
    ).rejects.toThrow(/self.signed|certificate/i);
  });
  it('rejects the gateway token from the network', async () => {
    const socket = await remote();
    expect(codeOf(await request(socket, 'connect', connectParams()))).toBe('DEVICE_IDENTITY_REQUIRED');
    expect(await status('/metrics', { Authorization: `Bearer ${TOKEN}` })).toBe(401);
  });
  it('requires approval for a new device that has the gateway token', async () => {
    const { answer } = await new TestDevice().connect(url(), { ...trust, scopes: ['operator.admin'] });
    expect(codeOf(answer)).toBe('PAIRING_REQUIRED');
  });
  it('does not trust forwarded headers that claim to be this machine', async () => {
    for (const name of ['X-Forwarded-For', 'X-Real-IP', 'Forwarded']) {
      const socket = await remote({ [name]: '127.0.0.1' });
      expect((await request(socket, 'connect', connectParams())).ok ?? false).toBe(false);
    }
  });
  it('rejects loopback and foreign host names on the network address', async () => {
    for (const Host of [
      `127.0.0.1:${gateway.address.port}`,
      `localhost:${gateway.address.port}`,
      `evil.example:${gateway.address.port}`,
      LAN,
    ])
      expect(await status('/healthz', { Host }, { rejectUnauthorized: false }), Host).toBe(403);
  });
  it('rejects the network address as host name on loopback', async () => {
    const answer = await new Promise((resolve) => {
      const headers = { Host: `${LAN}:${gateway.address.port}` };
      plainGet({ host: '127.0.0.1', port: gateway.address.port, path: '/healthz', headers, agent: false }, (response) =>
        resolve(response.resume().statusCode),
      );
    });
    expect(answer).toBe(403);
  });
  it('rejects pages of the loopback origin on the network, and vice versa', async () => {
    for (const Origin of [gateway.address.origin, `http://${LAN}:${gateway.address.port}`, 'null', `https://${LAN}`]) {
      const refused = await remote({ Origin }).then(() => expect.fail(Origin), UpgradeRefused.toFrame);
      expect(codeOf(refused), Origin).toBe('CONTROL_UI_ORIGIN_NOT_ALLOWED');
    }
    const headers = { Origin: `https://${LAN}:${gateway.address.port}` };
    const refused = RawSocket.open(gateway.url, { headers });
    await expect(refused).rejects.toMatchObject({ status: 403, code: 'CONTROL_UI_ORIGIN_NOT_ALLOWED' });
  });
  it('listens on no address that is not the machine’s', async () => {
    // Listening on this one would work: it isn't in the list of the machine's addresses.
    const other = '127.0.0.9';
    for (const addresses of [[other], ['0.0.0.0'], ['::'], ['8.8.8.8'], ['evil.example'], ['127.0.0.1'], []]) {
      const answer = await owner.request(`r-${addresses.join()}`, 'network.set', { mode: 'custom', addresses });
      const listed = (answer.payload as unknown as NetworkAccessStatus | undefined)?.addresses ?? [];
      expect(
        listed.filter((one) => one.url !== undefined),
        addresses.join(),
      ).toEqual([]);
      for (const host of [other, LAN]) expect(await connectsTo(host), `${addresses.join()} at ${host}`).toBe(false);
    }
    expect((await owner.request('back', 'network.set', { mode: 'lan' })).ok).toBe(true);
    expect(await connectsTo(LAN)).toBe(true);
  });
  it('requires the admin scope to open the network', async () => {
    const socket = await connected(gateway.url, {
      scopes: ['operator.write', 'operator.pairing', 'operator.approvals'],
    });
    expect((await request(socket, 'network.set', { mode: 'lan' })).error?.message).toBe(
      'missing scope: operator.admin',
    );
    socket.close();
  });
  it('survives garbage instead of a TLS handshake', async () => {
    for (const bytes of [Buffer.alloc(5_000, 0xff), Buffer.from('160301', 'hex'), Buffer.from('SSH-2.0-x\r\n')]) {
      const socket = connect(gateway.address.port, LAN, () => socket.end(bytes));
      await new Promise((resolve) => socket.on('close', resolve).on('error', resolve).resume());
    }
    expect(await status('/healthz')).toBe(200);
  });
});

// Access over TLS at an IPv6 address: its URL, certificate, Host and Origin checks, and HSTS. `auto` opens nothing.
// Proves: LN-3, SC-4
import { X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { get as getPlain } from 'node:http';
import { get, type RequestOptions } from 'node:https';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NetworkAccessStatus } from '#contract/types/network-access.ts';
import { startProtocolHost, type ProtocolHost } from './support/protocol-host.ts';
import { connected, RawSocket } from './support/raw-socket.ts';

/** Stands for the address of the machine on a network. */
const LAN = '::1';
const hasIpv6 = Object.values(networkInterfaces()).some((list) => list?.some(({ address }) => address === LAN));

let gateway: ProtocolHost;
let owner: RawSocket;

beforeAll(async () => {
  gateway = await startProtocolHost(() => ({ steps: [] }), {
    addresses: () => [{ host: LAN, kind: 'lan', network: 'test0' }],
    config: { gateway: { bind: 'auto' } },
  });
  owner = await connected(gateway.url, { scopes: ['operator.admin'] });
});
afterAll(async () => {
  owner.close();
  await gateway.stop();
});

interface Answer {
  readonly status?: number | undefined;
  readonly headers: NodeJS.Dict<string | string[]>;
}

function ask(path: string, options: RequestOptions = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const where = { host: LAN, port: gateway.address.port, path, rejectUnauthorized: false, ...options };
    get(where, (response) => {
      response.resume();
      resolve({ status: response.statusCode, headers: response.headers });
    }).on('error', reject);
  });
}

async function network(method: string, params: Readonly<Record<string, unknown>> = {}): Promise<NetworkAccessStatus> {
  const answer = await owner.request(`${method}-${JSON.stringify(params)}`, method, params);
  expect(answer.error).toBeUndefined();
  // Other tests validate all results.
  return answer.payload as unknown as NetworkAccessStatus;
}

describe.runIf(hasIpv6)('access at an IPv6 address', () => {
  it('is closed in mode auto', async () => {
    expect(await network('network.status')).toMatchObject({ mode: 'loopback', addresses: [{ host: LAN }] });
    await expect(ask('/healthz')).rejects.toThrow('ECONNREFUSED');
  });

  it('has a URL with brackets, and a certificate for the address', async () => {
    const { addresses, port } = await network('network.set', { mode: 'lan' });
    expect(addresses[0]?.url).toBe(`https://[::1]:${port}`);
    const certificate = new X509Certificate(readFileSync(join(gateway.home, 'tls/gateway.crt')));
    expect(certificate.checkIP(LAN)).toBe(LAN);
    expect(certificate.checkIP('::2')).toBeUndefined();
    // The name is checked, too.
    const trusted = { ca: certificate.toString(), rejectUnauthorized: true };
    expect((await ask('/healthz', trusted)).status).toBe(200);
  });

  it('accepts its own Host and Origin only', async () => {
    const { port } = gateway.address;
    for (const [Host, status] of [
      [`[::1]:${port}`, 200],
      [`[::2]:${port}`, 403],
      [`127.0.0.1:${port}`, 403],
      [`::1:${port}`, 403],
      [`[::1]`, 403],
    ] as const)
      expect((await ask('/healthz', { headers: { Host } })).status, Host).toBe(status);
    const ca = readFileSync(join(gateway.home, 'tls/gateway.crt'), 'utf8');
    const url = `wss://[::1]:${port}`;
    const own = await RawSocket.open(url, { ca, headers: { Origin: `https://[::1]:${port}` } });
    own.close();
    const foreign = RawSocket.open(url, { ca, headers: { Origin: `https://[::2]:${port}` } });
    await expect(foreign).rejects.toMatchObject({ status: 403, code: 'CONTROL_UI_ORIGIN_NOT_ALLOWED' });
  });

  it('is stated in setup codes and links as a URL', async () => {
    const code = await owner.request('code', 'device.pair.setupCode', { bootstrapProfile: 'limited' });
    const content = JSON.parse(Buffer.from(String(code.payload?.['setupCode']), 'base64url').toString());
    expect(content.url).toBe(`wss://[::1]:${gateway.address.port}`);
  });

  it('sends HSTS over TLS, and never over plain HTTP', async () => {
    for (const path of ['/', '/healthz', '/nothing.txt', '/metrics'])
      expect((await ask(path)).headers['strict-transport-security'], path).toBe('max-age=31536000');
    const plain = await new Promise<Answer>((resolve, reject) => {
      getPlain(`${gateway.address.origin}/healthz`, (response) => resolve(response.resume())).on('error', reject);
    });
    expect(plain.headers).not.toHaveProperty('strict-transport-security');
  });

  it('ends when the configuration goes back to auto', async () => {
    writeFileSync(join(gateway.home, 'gatehouse.json5'), JSON.stringify({ gateway: { bind: 'auto' } }));
    await expect.poll(() => ask('/healthz').then(({ status }) => status, String)).toContain('ECONNREFUSED');
  });
});

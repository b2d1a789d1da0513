// Share links: guessing, replaying after the end, reaching anything else, injecting markup, and finding the link in a log.
import { readFileSync } from 'node:fs';
import { get as secureGet } from 'node:https';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MethodResult } from '#contract/methods/registry.ts';
import { startProtocolHost, type ProtocolHost } from '#tests/protocol/support/protocol-host.ts';
import { connected, type RawSocket } from '#tests/protocol/support/raw-socket.ts';
import { readLog } from './support/define-attacks.ts';

/** Stands for this machine's address on a network: on Linux all of 127.0.0.0/8 is loopback. */
const LAN = '127.0.0.4';
const KEY = 'agent:main:shared';
/** Links of the tests before that couldn't be opened, from the same address. */
const WRONG_BEFORE = 3;
const EVIL = '<script>alert(1)</script><img src=x onerror=alert(1)>';

type Created = MethodResult<'sessions.share.create'>;

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

let gateway: ProtocolHost;
let owner: RawSocket;
let calls = 0;
const paths: string[] = [];

async function call<T>(method: string, params: Readonly<Record<string, unknown>>, by = owner): Promise<T> {
  const answer = await by.request(`call-${(calls += 1)}`, method, params);
  expect(answer.error, method).toBeUndefined();
  return answer.payload as unknown as T;
}

async function share(more: Readonly<Record<string, unknown>> = {}): Promise<Created> {
  const created = await call<Created>('sessions.share.create', { key: KEY, ...more });
  paths.push(created.path);
  return created;
}

const open = (path: string, method = 'GET') =>
  new Promise<Answer>((resolve, reject) => {
    const ca = readFileSync(join(gateway.home, 'tls', 'gateway.crt'), 'utf8');
    secureGet({ host: LAN, port: gateway.address.port, path, method, agent: false, ca }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          body: Buffer.concat(chunks).toString(),
          headers: response.headers,
        }),
      );
    }).on('error', reject);
  });

// Only Linux has further loopback addresses.
describe.runIf(process.platform === 'linux')('attacks: share links', () => {
  beforeAll(async () => {
    gateway = await startProtocolHost(() => ({ steps: [{ say: `Shared answer. ${EVIL}` }] }), {
      addresses: () => [{ host: LAN, kind: 'lan', network: 'test0' }],
    });
    owner = await connected(gateway.url, { scopes: ['operator.admin'] });
    await call('chat.send', { sessionKey: KEY, message: `Question. ${EVIL}`, idempotencyKey: 'share-1' });
    await call('agent.wait', { runId: 'share-1' });
  });
  afterAll(async () => {
    const log = readLog(gateway.home);
    owner.close();
    await gateway.stop();
    for (const path of paths) expect(log).not.toContain(path.slice(path.lastIndexOf('/') + 1));
  });

  it('serves nothing while network access is off, and says so to the owner', async () => {
    const { urls, path } = await share();
    expect(urls).toEqual([]);
    const local = await fetch(`${gateway.url.replace('ws', 'http')}${path}`);
    expect(local.status).toBe(404);
    expect(await local.text()).toContain('only while network access is on');
    await call('network.set', { mode: 'lan' });
  });

  it('shows the transcript without scripts, and counts that it was opened', async () => {
    const { urls, path, link } = await share();
    expect(urls).toEqual([`https://${LAN}:${gateway.address.port}${path}`]);
    const { status, body, headers } = await open(path);
    expect(status).toBe(200);
    expect(body).toContain('Shared answer.');
    expect(body).toContain('Question.');
    expect(body).not.toMatch(/<script|<img src=x|<a /);
    expect(headers['content-security-policy']).toMatch(/^default-src 'none';.*sandbox/);
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['set-cookie']).toBeUndefined();
    const { links } = await call<MethodResult<'sessions.share.list'>>('sessions.share.list', { key: KEY });
    expect(links.find(({ id }) => id === link.id)).toMatchObject({ views: 1 });
    expect(JSON.stringify(links)).not.toContain(path.slice(path.lastIndexOf('/') + 1));
  });

  it('gives no access to anything else', async () => {
    const { path } = await share();
    const token = path.slice(path.lastIndexOf('/') + 1);
    for (const other of [`${path}/`, `${path}/..`, `${path}/../../files/tree`, `${path}?sessionKey=agent:main:main`]) {
      const { body } = await open(other);
      expect(body, other).not.toContain('agent:main:main');
    }
    expect((await open(path, 'POST')).status).toBe(405);
    const bearer = await fetch(`${gateway.url.replace('ws', 'http')}/files/tree?sessionKey=${KEY}`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    expect(bearer.status).toBe(401);
  });

  it('can be created, listed, and revoked by administrators only', async () => {
    const writer = await connected(gateway.url, { scopes: ['operator.read', 'operator.write'] });
    for (const [method, params] of [
      ['sessions.share.create', { key: KEY }],
      ['sessions.share.list', {}],
      ['sessions.share.revoke', { id: 'x' }],
    ] as const) {
      const { error } = await writer.request(method, method, params);
      expect(error?.code, method).toBe('FORBIDDEN');
    }
    writer.close();
  });

  it('is gone once it is revoked, or its session deleted, like one that never existed', async () => {
    const { path, link } = await share();
    await call('sessions.share.revoke', { id: link.id });
    const revoked = await open(path);
    const unknown = await open(`/share/${'A'.repeat(43)}`);
    expect([revoked.status, unknown.status]).toEqual([404, 404]);
    expect(revoked.body).toBe(unknown.body);
  });

  it('shows no conversation that was started after it was created, under the same key', async () => {
    const { path } = await share();
    expect((await open(path)).status).toBe(200);
    await call('sessions.reset', { key: KEY });
    expect((await open(path)).status).toBe(404);
  });

  it('is locked after ten guesses from an address, even at the same time, without locking out sign-ins', async () => {
    const guesses = await Promise.all(
      Array.from({ length: 30 }, async (_, index) => (await open(`/share/${'B'.repeat(41)}${10 + index}`)).status),
    );
    expect(guesses.filter((status) => status === 404)).toHaveLength(10 - WRONG_BEFORE);
    expect(guesses.filter((status) => status === 429)).toHaveLength(20 + WRONG_BEFORE);
    const other = await fetch(`${gateway.url.replace('ws', 'http')}/v1/models`);
    expect(other.status).toBe(401);
  });
});

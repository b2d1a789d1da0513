// Proves: GW-9, SC-4, OB-2
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as send, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BrowserKey } from '../support/browser-key.ts';
import { startProtocolHost, type ProtocolHost } from './support/protocol-host.ts';
import { connectParams, RawSocket } from './support/raw-socket.ts';

let folder: string;
let gateway: ProtocolHost;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-pages-'));
  const pages = join(folder, 'pages');
  mkdirSync(join(pages, 'assets'), { recursive: true });
  // Two files that no path leads to.
  writeFileSync(join(folder, 'package.json'), '{"dependencies":{}}');
  writeFileSync(join(pages, '.env'), '"dependencies"');
  writeFileSync(join(pages, 'index.html'), '<!doctype html><title>Gatehouse</title>');
  writeFileSync(join(pages, 'assets/app-1a2b.js'), 'export {};');
  gateway = await startProtocolHost(() => ({ steps: [{ say: 'hello' }] }), { pages });
});
afterAll(async () => {
  await gateway.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A plain request: unlike fetch it lets a test write any header. */
function ask(
  path: string,
  options: {
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
  } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { port } = gateway.address;
    const request = send(
      { host: '127.0.0.1', port, path, method: options.method ?? 'GET', headers: options.headers ?? {} },
      (response) => {
        let body = '';
        response.on('data', (chunk) => (body += String(chunk)));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
      },
    );
    request.on('error', reject);
    request.end(options.body);
  });
}

async function signIn() {
  const code = new URL(await gateway.host.browserLink()).hash.replace('#code=', '');
  const key = new BrowserKey();
  const { status, headers } = await ask('/auth/session', { method: 'POST', body: key.signInBody(code) });
  expect(status).toBe(200);
  return { code, key, cookie: headers['set-cookie']?.[0] ?? '' };
}

describe('probes', () => {
  it.each([
    ['/healthz', { ok: true, status: 'live' }],
    ['/health', { ok: true, status: 'live' }],
    ['/health/live', { ok: true, status: 'live' }],
    ['/health/ready', { ready: true, failing: [] }],
    ['/readyz', { ready: true, failing: [] }],
    ['/ready', { ready: true, failing: [] }],
    ['/startupz', { ok: true, status: 'started' }],
  ])('%s responds', async (path, expected) => {
    const { status, body } = await ask(path);
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject(expected);
    expect(body, 'not for strangers').not.toContain('version');
  });

  it('returns no body for HEAD, 405 for other methods, and 404 for unknown paths', async () => {
    expect(await ask('/healthz', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
    expect(await ask('/healthz', { method: 'POST' })).toMatchObject({ status: 405, body: 'Method Not Allowed' });
    expect(await ask('/nothing', { method: 'POST' })).toMatchObject({ status: 404, body: 'Not Found' });
    expect(await ask('/nothing.txt')).toMatchObject({ status: 404 });
    expect(await ask('/../../etc/passwd')).not.toMatchObject({ body: expect.stringContaining('root:') });
  });
});

describe('pages', () => {
  it('serves the app for all its paths, and hashed assets as immutable', async () => {
    for (const path of ['/', '/sessions/agent:main:main', '/settings'])
      expect((await ask(path)).body).toContain('Gatehouse');
    expect((await ask('/')).headers['cache-control']).toBe('no-cache');
    expect((await ask('/assets/app-1a2b.js')).headers['cache-control']).toContain('immutable');
    expect((await ask('/assets/missing.js')).status).toBe(404);
  });

  it.each([
    '/%',
    '/%E0%A4%A',
    '//evil.example',
    '/assets/%2e%2e/%2e%2e/package.json',
    '/assets/..%2f..%2fpackage.json',
    '/.env',
    '/\\..\\x',
    '/%00',
    '/?x=%',
    `/${'a'.repeat(8_000)}`,
  ])('serves the path %.40s without leaving the folder', async (path) => {
    const { status, body } = await ask(path);
    expect([200, 400, 404, 414]).toContain(status);
    expect(body).not.toContain('"dependencies"');
  });

  it('sends a content security policy that allows only its own scripts', async () => {
    const { headers } = await ask('/');
    const policy = String(headers['content-security-policy']);
    for (const part of [
      "default-src 'none'",
      "script-src 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "form-action 'none'",
    ])
      expect(policy).toContain(part);
    expect(policy).not.toContain('unsafe-eval');
    expect(policy).not.toMatch(/script-src[^;]*unsafe-inline/);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
    });
  });

  it('rejects foreign hosts and origins on every path', async () => {
    for (const path of ['/', '/healthz', '/auth/session', '/assets/app-1a2b.js']) {
      expect((await ask(path, { headers: { Host: 'evil.example' } })).status).toBe(403);
      expect((await ask(path, { headers: { Host: 'localhost:1' } })).status).toBe(403);
      for (const origin of [
        'http://evil.example',
        'null',
        'file://',
        `https://127.0.0.1:${gateway.address.port}`,
        `http://127.0.0.1:${gateway.address.port + 1}`,
      ]) {
        expect((await ask(path, { headers: { Origin: origin } })).status).toBe(403);
      }
    }
  });
});

/** Failures of this page are counted apart. */
const ELSEWHERE = () => ({ Origin: gateway.address.origin.replace('127.0.0.1', 'localhost') });

describe('browser sign-in', () => {
  it('exchanges a code once for an HttpOnly, SameSite cookie', async () => {
    const { code, key, cookie } = await signIn();
    expect(cookie).toMatch(/^gatehouse_session=[\w-]{43}; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Strict$/);
    expect((await ask('/auth/session', { method: 'POST', body: key.signInBody(code) })).status).toBe(401);
  });

  it('rejects a code from a page without a key and does not use it up', async () => {
    const code = new URL(await gateway.host.browserLink()).hash.replace('#code=', '');
    for (const publicKey of [undefined, '', 7, 'AAAA', Buffer.alloc(65, 4).toString('base64url')]) {
      const body = JSON.stringify({ code, publicKey });
      expect((await ask('/auth/session', { method: 'POST', body, headers: ELSEWHERE() })).status).toBe(400);
    }
    expect((await ask('/auth/session', { method: 'POST', body: new BrowserKey().signInBody(code) })).status).toBe(200);
  });

  it('accepts only one of two requests with the same code', async () => {
    const code = new URL(await gateway.host.browserLink()).hash.replace('#code=', '');
    const answers = await Promise.all(
      [1, 2, 3].map(() => ask('/auth/session', { method: 'POST', body: new BrowserKey().signInBody(code) })),
    );
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 401, 401]);
  });

  it('accepts a page with the cookie, the right origin, and its key, and nothing less', async () => {
    const { key, cookie: setCookie } = await signIn();
    const cookie = setCookie.split(';')[0] ?? '';
    const page = { client: { id: 'gateway-client', mode: 'ui', version: '1', platform: 'web' }, auth: undefined };
    const scopes = ['operator.admin'];
    const open = async (headers: Readonly<Record<string, string>>, signer?: (nonce: string) => unknown) => {
      const socket = await RawSocket.open(gateway.url, { headers });
      const browser = signer?.(await socket.nonce());
      return { socket, ok: (await socket.request('c', 'connect', connectParams({ ...page, scopes, browser }))).ok };
    };
    const { origin } = gateway.address;
    const both = { Cookie: cookie, Origin: origin };
    const signer = (nonce: string) => key.connectField(nonce, scopes);
    const living = await open(both, signer);
    expect(living.ok).toBe(true);
    expect((await open({ Cookie: cookie }, signer)).ok).toBe(false);
    expect((await open({ Origin: origin }, signer)).ok).toBe(false);
    expect((await open({ ...both, Cookie: 'gatehouse_session=forged' }, signer)).ok).toBe(false);
    const forgeries: readonly ((nonce: string) => unknown)[] = [
      () => undefined,
      () => ({}),
      () => ({ signature: 7, signedAt: 'x' }),
      () => key.connectField('another nonce', scopes),
      (nonce) => key.connectField(nonce, ['operator.read']),
      (nonce) => key.connectField(nonce, scopes, Date.now() - 10 * 60_000),
      (nonce) => new BrowserKey().connectField(nonce, scopes),
    ];
    for (const forge of forgeries) expect((await open(both, forge)).ok).toBe(false);
    expect(JSON.parse((await ask('/auth/session', { headers: { Cookie: cookie } })).body)).toEqual({ signedIn: true });
    expect((await ask('/auth/logout', { method: 'POST', headers: { Cookie: cookie } })).status).toBe(200);
    expect(await living.socket.closed).toEqual({ code: 4001, reason: 'signed out' });
    expect((await open(both, signer)).ok).toBe(false);
  });

  it.each(['', 'x', '{}', '{"code":7}', '{"code":""}', `{"code":"${'x'.repeat(10_000)}"}`])(
    'rejects the body %.20j',
    async (body) => {
      const { status } = await ask('/auth/session', {
        method: 'POST',
        body,
        headers: ELSEWHERE(),
      });
      expect([401, 429]).toContain(status);
    },
  );

  it('logs neither code nor cookie', async () => {
    const { code, cookie } = await signIn();
    const socket = await RawSocket.open(gateway.url);
    await socket.request('c', 'connect', connectParams());
    const { payload } = await socket.request('l', 'logs.tail', { limit: 5_000 });
    const log = JSON.stringify(payload);
    expect(log).not.toContain(code);
    expect(log).not.toContain(cookie.split(';')[0]?.split('=')[1]);
    expect(log).not.toContain('test-token-of-the-gateway');
    socket.close();
  });
});

describe('stopping', () => {
  it('announces the shutdown and then closes with 1012', async () => {
    const other = await startProtocolHost(() => ({ steps: [{ say: 'hello' }] }));
    const socket = await RawSocket.open(other.url);
    await socket.request('c', 'connect', connectParams());
    const stopped = other.stop();
    expect((await socket.event('shutdown')).payload).toEqual({ reason: 'test' });
    expect(await socket.closed).toEqual({ code: 1012, reason: 'service restart' });
    await stopped;
  });
});

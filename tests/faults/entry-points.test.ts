// The HTTP and WebSocket entry points of a real host against foreign pages, DNS rebinding and broken clients.
// Proves: SC-4
import { request, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { chromium } from 'playwright';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connectTo } from '#tests/kill/connect.ts';
import { connectParams, RawSocket } from '#tests/protocol/support/raw-socket.ts';
import { BrowserKey } from '#tests/support/browser-key.ts';
import { provideChromium } from '#tests/support/chromium.ts';
import { startFaultHost } from './support/fault-host.ts';

const FOREIGN = 'http://evil.example';
/** Sockets that a hostile page opens: far more than may wait for a sign-in. */
const MANY = 120;

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Sends a request; unlike `fetch` it can set any header. */
function ask(
  origin: string,
  path: string,
  options: { method?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      new URL(origin),
      { path, method: options.method ?? 'GET', headers: options.headers ?? {} },
      (response) => {
        let body = '';
        response.on('data', (chunk) => (body += String(chunk)));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
      },
    );
    sent.on('error', reject);
    sent.end();
  });
}

/** Sends bytes and returns what was received until the host hung up. */
function sendBytes(port: number, bytes: string | Uint8Array): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    const end = (): void => {
      socket.destroy();
      resolve(text);
    };
    socket.on('data', (chunk) => (text += chunk.toString('latin1')));
    socket.on('close', end);
    socket.on('error', end);
  });
}

describe('a page of another origin', () => {
  it('cannot lock out the owner by holding sockets or guessing', async () => {
    const { host } = await startFaultHost();
    const url = host.origin.replace('http', 'ws');
    const held = await Promise.allSettled(
      Array.from({ length: MANY }, () => RawSocket.open(url, { headers: { Origin: FOREIGN } })),
    );
    onTestFinished(() => held.forEach((one) => (one.status === 'fulfilled' ? one.value.close() : undefined)));
    expect(held.filter(({ status }) => status === 'rejected')).toHaveLength(MANY);
    const guesses = Array.from({ length: 12 }, async (_unused, index) => {
      const socket = await RawSocket.open(url, { headers: { Origin: `${FOREIGN}:${index}` } }).catch(() => undefined);
      const answer = await socket?.request('c', 'connect', connectParams({ auth: { token: `guess ${index}` } }));
      expect(answer?.ok ?? false).toBe(false);
    });
    await Promise.all(guesses);
    const owner = await connectTo(host.origin, host.token);
    onTestFinished(() => owner.stop());
    expect(await owner.request('health', {})).toMatchObject({ ok: true });
    // The owner's own page can still sign in, too.
    const code = new URLSearchParams(new URL(host.signInUrl).hash.slice(1)).get('code');
    const signedIn = await fetch(`${host.origin}/auth/session`, {
      method: 'POST',
      body: new BrowserKey().signInBody(code ?? ''),
      headers: { Origin: host.origin },
    });
    expect(signedIn.status).toBe(200);
  });

  it('with a host name that resolves to this machine gets no app and no WebSocket', async (context) => {
    const install = await provideChromium();
    if (typeof install === 'string') return context.skip(install);
    const { host } = await startFaultHost();
    const browser = await chromium.launch({
      executablePath: install.executablePath,
      env: { ...process.env, ...install.env },
      args: ['--no-sandbox', '--host-resolver-rules=MAP rebound.example 127.0.0.1'],
    });
    onTestFinished(() => browser.close());
    const page = await browser.newPage();
    const rebound = `http://rebound.example:${host.port}`;
    const answer = await page.goto(`${rebound}/#code=${new URL(host.signInUrl).hash.replace('#code=', '')}`);
    expect(answer?.status()).toBe(403);
    expect(await page.content()).not.toContain('id="root"');
    const socket = await page.evaluate(
      (url) =>
        new Promise((resolve) => {
          const opened = new WebSocket(url);
          opened.addEventListener('close', () => resolve('refused'));
          opened.addEventListener('message', ({ data }) => {
            if (String(data).includes('hello-ok')) resolve('accepted');
            else
              opened.send(
                JSON.stringify({
                  type: 'req',
                  id: '1',
                  method: 'connect',
                  params: {
                    minProtocol: 4,
                    maxProtocol: 4,
                    client: { id: 'cli', mode: 'cli', version: '1', platform: 'x' },
                  },
                }),
              );
          });
        }),
      rebound.replace('http', 'ws'),
    );
    expect(socket).toBe('refused');
    const redeemed = await page.evaluate(
      (code) =>
        fetch('/auth/session', { method: 'POST', body: JSON.stringify({ code }) }).then((response) => response.status),
      new URL(host.signInUrl).hash.replace('#code=', ''),
    );
    expect(redeemed).toBe(403);
    const good = await fetch(`${host.origin}/auth/session`, {
      method: 'POST',
      body: new BrowserKey().signInBody(new URL(host.signInUrl).hash.replace('#code=', '')),
    });
    expect(good.status, 'the rebound page did not use up the code').toBe(200);
  });
});

describe('every HTTP response', () => {
  it('has a content security policy and forbids framing and MIME sniffing, including errors', async () => {
    const { host } = await startFaultHost();
    const script = /assets\/[\w.-]+\.js/.exec((await ask(host.origin, '/')).body)?.[0] ?? expect.fail('no script');
    const answers = await Promise.all([
      ...[
        '/',
        '/sessions/agent:main:x',
        '/settings',
        '/index.html',
        `/${script}`,
        '/assets/none.js',
        '/..%2f..%2fetc/passwd',
        '/%00',
        '/%',
        '/healthz',
        '/readyz',
        '/auth/session',
        '/api/none',
        '/auth/none',
        '//evil.example/',
        '/?token=x',
      ].map((path) => ask(host.origin, path)),
      ask(host.origin, '/', { method: 'POST' }),
      ask(host.origin, '/auth/session', { method: 'DELETE' }),
      ask(host.origin, '/', { headers: { Host: 'evil.example' } }),
      ask(host.origin, '/', { headers: { Origin: 'null' } }),
      ask(host.origin, '/', {
        method: 'OPTIONS',
        headers: { Origin: FOREIGN, 'Access-Control-Request-Method': 'POST' },
      }),
    ]);
    for (const { status, headers, body } of answers) {
      expect(status).toBeLessThan(500);
      expect(headers).toMatchObject({
        'content-security-policy': expect.stringContaining("default-src 'none'; script-src 'self'"),
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'cross-origin-resource-policy': 'same-origin',
      });
      expect(headers, 'no other origin may read it').not.toHaveProperty('access-control-allow-origin');
      expect(body).not.toContain('root:');
    }
  });

  it('rejects an invalid request, and the next one is served', async () => {
    const { host } = await startFaultHost();
    const own = `Host: 127.0.0.1:${host.port}\r\n`;
    const upgrade = `Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n`;
    const texts = await Promise.all([
      sendBytes(host.port, 'garbage\r\n\r\n'),
      sendBytes(host.port, new Uint8Array(4096).fill(0xff)),
      sendBytes(host.port, `GET / HTTP/1.1\r\n${own}X: ${'x'.repeat(100_000)}\r\n\r\n`),
      sendBytes(host.port, `GET /${'x'.repeat(100_000)} HTTP/1.1\r\n${own}\r\n`),
      sendBytes(host.port, `GET / HTTP/1.1\r\n${upgrade}\r\n`),
      sendBytes(host.port, `GET / HTTP/1.1\r\n${own}${upgrade}Sec-WebSocket-Key: short\r\n\r\n`),
      sendBytes(
        host.port,
        `POST /auth/session HTTP/1.1\r\n${own}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      ),
      sendBytes(
        host.port,
        `POST /auth/session HTTP/1.1\r\n${own}Content-Length: 999999999\r\n\r\n${'x'.repeat(50_000)}`,
      ),
    ]);
    for (const text of texts) expect(text.slice(0, 12)).toMatch(/^(HTTP\/1\.1 4\d\d)?$/);
    expect((await ask(host.origin, '/healthz')).status).toBe(200);
    expect(host.stderr()).toBe('');
  });

  it('closes a socket that has not signed in after ten seconds', async () => {
    const { host, client } = await startFaultHost();
    const began = performance.now();
    const silent = await RawSocket.open(host.origin.replace('http', 'ws'));
    expect((await silent.closed).code).toBe(1000);
    const waited = performance.now() - began;
    expect(waited).toBeGreaterThan(9_000);
    // Far above the limit, so that a busy machine passes.
    expect(waited).toBeLessThan(40_000);
    expect(await client.request('health', {})).toMatchObject({ ok: true });
  });

  it('closes a connection whose headers never end', async () => {
    const { host, client } = await startFaultHost();
    const socket = connect(host.port, '127.0.0.1');
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    let received = '';
    socket.on('data', (bytes: Buffer) => (received += bytes.toString()));
    socket.on('error', () => undefined);
    socket.write(`GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\n`);
    const drip = setInterval(() => socket.write('x'), 3_000);
    onTestFinished(() => clearInterval(drip));
    await closed;
    expect(received).toContain('408');
    expect(await client.request('health', {})).toMatchObject({ ok: true });
  });
});

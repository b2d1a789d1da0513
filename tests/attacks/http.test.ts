// HTTP requests that are forged, smuggled, malformed or endless.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from 'vitest';
import { TOKEN } from '#tests/protocol/support/protocol-host.ts';
import { defineAttacks } from './support/define-attacks.ts';
import type { Target } from './support/target.ts';

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-pages-'));
const pages = join(folder, 'pages');
mkdirSync(join(pages, 'assets'), { recursive: true });
writeFileSync(join(folder, 'outside.txt'), 'the outside');
writeFileSync(join(pages, 'index.html'), '<!doctype html><title>the app</title>');
writeFileSync(join(pages, '.hidden'), 'hidden file');
afterAll(() => rmSync(folder, { recursive: true }));

const bearer = { Authorization: `Bearer ${TOKEN}` };

/** The status codes of all responses in the received bytes. */
const statuses = (text: string): readonly string[] =>
  [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, code]) => code ?? '');

const head = (target: Target, line: string, ...headers: readonly string[]): string =>
  `${line} HTTP/1.1\r\nHost: 127.0.0.1:${target.port}\r\n${headers.map((header) => `${header}\r\n`).join('')}\r\n`;

/** Expects at most one response, a refusal: a request hidden in another one must not be carried out. */
function expectRefused(text: string): void {
  const codes = statuses(text);
  expect(codes.length).toBeLessThanOrEqual(1);
  for (const code of codes) expect(code).toMatch(/^4/);
}

defineAttacks(
  'http',
  {
    async 'rejects a request with both Content-Length and chunked encoding'(target) {
      const hidden = head(target, 'GET /metrics', 'Authorization: Bearer x');
      const text = `${head(target, 'POST /auth/session', 'Content-Length: 4', 'Transfer-Encoding: chunked')}0\r\n\r\n${hidden}`;
      expectRefused(await target.bytes(text));
    },
    async 'rejects two different Content-Length headers'(target) {
      expectRefused(
        await target.bytes(`${head(target, 'POST /auth/session', 'Content-Length: 2', 'Content-Length: 40')}{}`),
      );
    },
    async 'rejects malformed Content-Length values'(target) {
      for (const length of ['-1', '+2', '0x10', '2, 2', '1e3', ' ', '99999999999999999999'])
        expectRefused(await target.bytes(`${head(target, 'POST /auth/session', `Content-Length: ${length}`)}{}`));
    },
    async 'rejects unknown transfer codings'(target) {
      for (const coding of ['xchunked', 'chunked, identity', 'identity', '\tchunked\u000b'])
        expectRefused(
          await target.bytes(
            `${head(target, 'POST /auth/session', `Transfer-Encoding: ${coding}`, 'Connection: close')}0\r\n\r\n`,
          ),
        );
    },
    async 'rejects malformed chunk sizes'(target) {
      for (const size of ['-1', 'g', '0x2', 'ffffffffffffffffff']) {
        const text = await target.bytes(
          `${head(target, 'POST /auth/session', 'Transfer-Encoding: chunked')}${size}\r\n{}\r\n0\r\n\r\n`,
        );
        expectRefused(text);
      }
    },
    async 'rejects line breaks and null bytes in headers'(target) {
      expectRefused(await target.bytes(head(target, 'GET /metrics', `X: a\rAuthorization: Bearer ${TOKEN}`)));
      expectRefused(await target.bytes(head(target, 'GET /metrics', 'X\u0000: a')));
      expectRefused(await target.bytes(head(target, 'GET /metrics', ' folded', 'X : a')));
    },
    async 'rejects two Host headers'(target) {
      const text = await target.bytes(head(target, 'GET /healthz', 'Host: evil.example', 'Connection: close'));
      expect(statuses(text)).toEqual([expect.stringMatching(/^40[03]$/)]);
    },
    async 'rejects a missing or empty Host'(target) {
      expectRefused(await target.bytes('GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n'));
      expectRefused(await target.bytes('GET /healthz HTTP/1.1\r\nHost: \r\nConnection: close\r\n\r\n'));
      expectRefused(await target.bytes('GET /healthz HTTP/1.0\r\n\r\n'));
    },
    async 'rejects host names that resemble the gateway’s'(target) {
      const { port } = target;
      const hosts = [
        `127.0.0.1.:${port}`,
        `localhost.:${port}`,
        `127.0.0.1:${port}.evil.example`,
        `127.1:${port}`,
        `2130706433:${port}`,
        `0x7f.1:${port}`,
        `0.0.0.0:${port}`,
        `[::]:${port}`,
        `[::ffff:127.0.0.1]:${port}`,
        `[::1%25lo]:${port}`,
        '127.0.0.1',
        `127.0.0.1:0${port}`,
        `127.0.0.1:${port + 65_536}`,
        `user@127.0.0.1:${port}`,
        `127.0.0.1:${port}/`,
        `localhost:${port}, evil`,
        `127.0.0.2:${port}`,
        `loca\u017fhost:${port}`,
      ];
      for (const Host of hosts) {
        const text = await target.bytes(`GET /healthz HTTP/1.1\r\nHost: ${Host}\r\nConnection: close\r\n\r\n`);
        expect(statuses(text), Host).toEqual([expect.stringMatching(/^40[03]$/)]);
      }
    },
    async 'rejects host names used for DNS rebinding, even with the right token'(target) {
      for (const Host of [
        `evil.example:${target.port}`,
        `a.localhost:${target.port}`,
        `localtest.me:${target.port}`,
        `127.0.0.1.nip.io:${target.port}`,
      ])
        for (const path of ['/', '/metrics', '/v1/models', '/auth/session'])
          expect((await target.http(path, { headers: { Host, ...bearer } })).status).toBe(403);
    },
    async 'rejects an absolute URL in the request line'(target) {
      const text = await target.bytes(
        `GET http://evil.example/metrics HTTP/1.1\r\nHost: 127.0.0.1:${target.port}\r\nConnection: close\r\n\r\n`,
      );
      expect(statuses(text)).toEqual(['400']);
      expect(text).not.toContain('gatehouse_connections');
      expect(text).not.toContain('the app');
    },
    async 'does not accept the gateway token behind an unconfigured proxy'(target) {
      for (const name of ['X-Forwarded-For', 'X-Real-IP', 'Forwarded']) {
        const answer = await target.http('/metrics', { headers: { ...bearer, [name]: '127.0.0.1' } });
        expect(answer.status, name).toBe(401);
      }
    },
    async 'ignores headers that name another host, user, path, or method'(target) {
      const headers = {
        'X-Forwarded-Host': 'evil.example',
        'X-Original-URL': '/metrics',
        'X-Rewrite-URL': '/metrics',
        'X-HTTP-Method-Override': 'POST',
        'X-Forwarded-User': 'admin',
        'Remote-User': 'admin',
        'Tailscale-User-Login': 'admin',
      };
      expect((await target.http('/metrics', { headers })).status).toBe(401);
      expect((await target.http('/healthz', { headers })).body).toBe('{"ok":true,"status":"live"}');
    },
    async 'rejects unsupported methods'(target) {
      for (const method of ['TRACE', 'PUT', 'DELETE', 'PATCH', 'PROPFIND', 'OPTIONS']) {
        const answer = await target.http('/metrics', { method, headers: bearer });
        expect(answer.status).toBe(405);
        expect(answer.body).not.toContain(TOKEN);
      }
      expect(statuses(await target.bytes(head(target, 'CONNECT evil.example:443')))).not.toContain('200');
    },
    async 'answers a preflight from another origin without CORS headers'(target) {
      const headers = {
        Origin: 'https://evil.example',
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Private-Network': 'true',
      };
      const answer = await target.http('/v1/chat/completions', { method: 'OPTIONS', headers });
      expect(answer.status).toBe(403);
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    },
    async 'rejects very large headers and thousands of headers'(target) {
      expectRefused(await target.bytes(head(target, 'GET /healthz', `X: ${'x'.repeat(100_000)}`)));
      expectRefused(
        await target.bytes(
          head(target, 'GET /healthz', ...Array.from({ length: 3_000 }, (_unused, index) => `X-${index}: ${index}`)),
        ),
      );
    },
    async 'rejects a path of a hundred kilobytes'(target) {
      expectRefused(await target.bytes(head(target, `GET /${'a/'.repeat(50_000)}`)));
    },
    async 'serves no file outside the pages folder, in any spelling of the path'(target) {
      const spellings = [
        '../',
        '..%2f',
        '%2e%2e/',
        '%2e%2e%2f',
        '..\\',
        '..%5c',
        '%252e%252e%252f',
        '..%c0%af',
        '..;/',
        '....//',
        '.%2e/',
        '%u002e%u002e/',
      ];
      for (const up of spellings)
        for (const start of ['/', '/assets/', '//', '/./'])
          for (const levels of [1, 2, 3])
            expect((await target.http(`${start}${up.repeat(levels)}outside.txt`)).body).not.toContain('the outside');
    },
    async 'serves no dotfiles'(target) {
      for (const path of ['/.hidden', '/%2ehidden', '/./.hidden', '/assets/../.hidden'])
        expect((await target.http(path)).body).not.toContain('hidden file');
    },
    async 'requires the credential for every spelling of a route'(target) {
      for (const path of [
        '//metrics',
        '/metrics/',
        '/Metrics',
        '/%6detrics',
        '/metrics%00',
        '/metrics;x',
        '/./metrics',
        '/x/../metrics',
        '/metrics?x=/../',
        '/metrics#x',
        '/v1//models',
        '/V1/models',
        '/v1/models/..%2f..%2fmetrics',
      ])
        expect((await target.http(path)).body, path).not.toMatch(/gatehouse_connections|"object":"list"/);
    },
    async 'accepts a credential only as a bearer token'(target) {
      for (const path of [
        `/metrics?token=${TOKEN}`,
        `/metrics?access_token=${TOKEN}`,
        `/metrics?key=${TOKEN}`,
        `/v1/models?api_key=${TOKEN}`,
      ])
        expect((await target.http(path)).status).toBe(401);
      for (const headers of [
        { 'X-Api-Key': TOKEN },
        { Cookie: `token=${TOKEN}; gatehouse_session=${TOKEN}` },
        { 'Proxy-Authorization': `Bearer ${TOKEN}` },
        { Authorization: `Basic ${btoa(`x:${TOKEN}`)}` },
        { Authorization: TOKEN },
        { Authorization: `Token ${TOKEN}` },
      ])
        expect((await target.http('/metrics', { headers })).status).toBe(401);
    },
    async 'rejects malformed bearer headers'(target) {
      for (const value of [
        `Bearer ${TOKEN} x`,
        `Bearer ${TOKEN},`,
        `Bearer x, Bearer ${TOKEN}`,
        `Bearer`,
        'Bearer ',
        `Bearer ${'x'.repeat(600)}`,
      ])
        expect((await target.http('/metrics', { headers: { Authorization: value } })).status).toBe(401);
    },
    async 'rejects an upgrade to other protocols'(target) {
      for (const upgrade of ['h2c', 'TLS/1.0', 'websocket, h2c', 'WebSocket\u0001']) {
        const text = await target.bytes(
          head(
            target,
            'GET /healthz',
            'Connection: Upgrade, HTTP2-Settings, close',
            `Upgrade: ${upgrade}`,
            'HTTP2-Settings: AAMAAABkAAQAAP__',
          ),
        );
        expect(statuses(text)).not.toContain('101');
      }
    },
    async 'rejects an upgrade with the wrong method, version, or key'(target) {
      const upgrade = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg=='];
      expect(
        statuses(
          await target.bytes(head(target, 'POST /', ...upgrade, 'Sec-WebSocket-Version: 13', 'Content-Length: 2')),
        ),
      ).not.toContain('101');
      expect(statuses(await target.bytes(head(target, 'GET /', ...upgrade, 'Sec-WebSocket-Version: 1')))).not.toContain(
        '101',
      );
      expect(
        statuses(
          await target.bytes(
            head(
              target,
              'GET /',
              'Connection: Upgrade',
              'Upgrade: websocket',
              'Sec-WebSocket-Version: 13',
              'Sec-WebSocket-Key: x',
            ),
          ),
        ),
      ).not.toContain('101');
    },
    async 'responds in order to twenty pipelined requests'(target) {
      const one = head(target, 'GET /healthz');
      const text = await target.bytes(one.repeat(19) + head(target, 'GET /metrics', 'Connection: close'));
      expect(statuses(text)).toEqual([...Array.from({ length: 19 }, () => '200'), '401']);
    },
    async 'forges no log line through the path or the user agent'(target) {
      await target.http('/x%0d%0a{"level":"error","msg":"forged"}', { headers: { 'User-Agent': '{"level":"error"}' } });
      await target.http('/sessions/%0a%7b%22level%22%3a%22error%22%7d/history', { headers: bearer });
      expect((await target.http('/healthz')).status).toBe(200);
    },
    async 'keeps serving while bodies are promised and never sent'(target) {
      const { connect } = await import('node:net');
      const sockets = Array.from({ length: 50 }, () => {
        const socket = connect(target.port, '127.0.0.1');
        socket.on('error', () => {});
        socket.write(head(target, 'POST /auth/session', 'Content-Length: 1000'));
        return socket;
      });
      expect((await target.http('/healthz')).status).toBe(200);
      for (const socket of sockets) socket.destroy();
    },
  },
  { pages },
);

// The pages over HTTP, in the encodings that the build stored.
// Proves: GW-16
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request as send, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { precompress } from '#scripts/precompress.ts';
import { build } from 'vite';
import { startProtocolHost, type ProtocolHost } from './support/protocol-host.ts';

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-pages-'));
const pages = join(folder, 'out');
const PAGE = `<!doctype html><title>Gatehouse</title><script type="module" src="/app.js"></script><!--${'-'.repeat(2000)}-->`;
let gateway: ProtocolHost;
let asset: string;

beforeAll(async () => {
  const root = join(folder, 'source');
  mkdirSync(join(root, 'public'), { recursive: true });
  writeFileSync(join(root, 'index.html'), PAGE);
  writeFileSync(join(root, 'app.js'), `console.log(${JSON.stringify('word '.repeat(2000))});`);
  writeFileSync(join(root, 'public/small.svg'), '<svg/>');
  const output = { outDir: pages, emptyOutDir: true, modulePreload: false };
  await build({ root, configFile: false, logLevel: 'silent', build: output, plugins: [precompress()] });
  asset = /src="(\/assets\/[^"]+)"/.exec(readFileSync(join(pages, 'index.html'), 'utf8'))?.[1] ?? '';
  gateway = await startProtocolHost(() => ({ steps: [] }), { pages });
});
afterAll(async () => {
  await gateway.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

function ask(path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = send({ host: '127.0.0.1', port: gateway.address.port, path, method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    });
    request.on('error', reject);
    request.end();
  });
}

describe('compressed pages', () => {
  it.each([
    ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
    ['gzip, deflate', 'gzip', gunzipSync],
    ['br;q=0, gzip', 'gzip', gunzipSync],
  ] as const)('are sent to a client that accepts %s as %s', async (accepted, encoding, decode) => {
    for (const path of [asset, '/', '/sessions/agent:main:main']) {
      const plain = await ask(path);
      const { status, headers, body } = await ask(path, { 'accept-encoding': accepted });
      expect(status).toBe(200);
      expect(headers).toMatchObject({
        'content-encoding': encoding,
        'content-length': String(body.length),
        'content-type': plain.headers['content-type'],
        'cache-control': plain.headers['cache-control'],
        vary: 'Accept-Encoding',
      });
      expect(headers.etag).not.toBe(plain.headers.etag);
      expect(body.length).toBeLessThan(plain.body.length / 2);
      expect(decode(body).equals(plain.body)).toBe(true);
    }
  });

  it.each([undefined, 'identity', 'gzip;q=0', 'br;q=0, *;q=0'])(
    'are plain if a client accepts %s',
    async (accepted) => {
      const { headers, body } = await ask(asset, accepted === undefined ? {} : { 'accept-encoding': accepted });
      expect(headers).toMatchObject({ vary: 'Accept-Encoding' });
      expect(headers).not.toHaveProperty('content-encoding');
      expect(body.equals(readFileSync(join(pages, asset)))).toBe(true);
    },
  );

  it('are plain if a range is requested, because it is one of the original file', async () => {
    const { status, headers, body } = await ask(asset, { 'accept-encoding': 'br, gzip', range: 'bytes=0-9' });
    expect(status).toBe(206);
    expect(headers).not.toHaveProperty('content-encoding');
    expect(body.equals(readFileSync(join(pages, asset)).subarray(0, 10))).toBe(true);
  });

  it('have the same headers for HEAD, without a body', async () => {
    const got = await ask(asset, { 'accept-encoding': 'br' });
    const head = await ask(asset, { 'accept-encoding': 'br' }, 'HEAD');
    expect(head.body).toHaveLength(0);
    for (const name of ['content-encoding', 'content-length', 'etag', 'vary'])
      expect(head.headers[name], name).toBe(got.headers[name]);
  });

  it('are not sent again if they are unchanged in the encoding that the client has', async () => {
    const { etag = '' } = (await ask('/', { 'accept-encoding': 'br' })).headers;
    const same = { 'if-none-match': etag };
    expect((await ask('/', { ...same, 'accept-encoding': 'br' })).status).toBe(304);
    expect((await ask('/', { ...same, 'accept-encoding': 'gzip' })).status).toBe(200);
  });

  it.each(['GET', 'HEAD'])('have the headers of the page when they are not sent again (%s)', async (method) => {
    for (const path of [asset, '/']) {
      const page = await ask(path, { 'accept-encoding': 'br' });
      const headers = { 'accept-encoding': 'br', 'if-none-match': page.headers.etag ?? '' };
      const answer = await ask(path, headers, method);
      expect([answer.status, answer.body.length]).toEqual([304, 0]);
      for (const name of ['etag', 'cache-control', 'vary', 'content-security-policy'])
        expect(answer.headers[name], name).toBe(page.headers[name]);
      for (const name of ['content-length', 'content-type', 'content-encoding'])
        expect(answer.headers, name).not.toHaveProperty(name);
    }
  });

  it('are compared as RFC 9110 requires', async () => {
    const { etag = '', 'last-modified': date = '' } = (await ask('/')).headers;
    const status = async (headers: Readonly<Record<string, string>>) => (await ask('/', headers)).status;
    const strong = etag.replace('W/', '');
    for (const tags of [strong, `"a", ${etag}`, `${strong},W/"b"`, '*'])
      expect(await status({ 'if-none-match': tags }), tags).toBe(304);
    for (const tags of ['"a"', '', strong.slice(1, -1)])
      expect(await status({ 'if-none-match': tags }), tags).toBe(200);
    const before = new Date(Date.parse(date) - 1000).toUTCString();
    expect(await status({ 'if-modified-since': date })).toBe(304);
    for (const since of [before, 'yesterday']) expect(await status({ 'if-modified-since': since }), since).toBe(200);
    // The tag takes precedence over the date.
    expect(await status({ 'if-none-match': '"a"', 'if-modified-since': date })).toBe(200);
    expect(await status({ 'if-none-match': etag, 'if-modified-since': before })).toBe(304);
    expect(await status({ 'if-none-match': etag, range: 'bytes=0-9' })).toBe(304);
    expect((await ask('/nothing.txt', { 'if-none-match': '*' })).status).toBe(404);
  });

  it('are stored only for files that become smaller, and cannot be requested directly', async () => {
    expect((await ask('/small.svg', { 'accept-encoding': 'br' })).headers).not.toHaveProperty('content-encoding');
    for (const path of [`${asset}.br`, `${asset}.gz`, '/index.html.br?x']) expect((await ask(path)).status).toBe(404);
  });
});

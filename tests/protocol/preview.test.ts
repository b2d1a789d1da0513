// Previews, with a real server in the workspace: its pages and sockets are served on a port of their own, to its opener only, and
// what happens in the browser is in the console.
// Proves: N-8, EX-7
import { createServer, request, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { Duplex } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { OpenPreview } from '#contract/types/preview.ts';
import { waitUntil } from '../support/wait-until.ts';
import { startOwnClient, type OwnClient } from './support/own-client.ts';
import { MODEL, startProtocolHost, type ProtocolHost } from './support/protocol-host.ts';

const KEY = 'agent:main:site';
const PAGE = '<!doctype html><html><head><title>Site</title></head><body>Hello</body></html>';
const POLICY = "default-src 'none'; script-src 'self' 'unsafe-inline'; frame-ancestors 'none'";

let gateway: ProtocolHost;
const seen: IncomingMessage[] = [];
const clients: OwnClient[] = [];
const site = createServer((incoming, response) => {
  seen.push(incoming);
  const { port } = site.address() as AddressInfo;
  if (incoming.url === '/moved')
    return void response.writeHead(302, { Location: `http://127.0.0.1:${port}/there?a=1#b` }).end();
  if (incoming.url === '/missing') return void response.writeHead(404).end();
  const cookies = ['sid=1; Domain=localhost; Path=/', 'gatehouse_session=evil; Path=/'];
  response.writeHead(200, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': POLICY,
    'X-Frame-Options': 'DENY',
    'Clear-Site-Data': '"cookies"',
    'Set-Cookie': cookies,
  });
  response.end(PAGE);
});
site.on('upgrade', (incoming, socket) => {
  seen.push(incoming);
  socket.on('error', () => socket.destroy());
  socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
  socket.pipe(socket);
});

beforeAll(async () => {
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  gateway = await startProtocolHost(() => ({ steps: [{ say: 'Done.' }] }));
  await start().client.request('setup.choose', { model: MODEL, workspace: gateway.workspace, done: true });
});
afterEach(() => {
  clients.splice(0).forEach((client) => client.stop());
  seen.length = 0;
});
afterAll(async () => {
  await gateway.stop();
  site.closeAllConnections();
  await new Promise((resolve) => site.close(resolve));
});

function start(): OwnClient {
  const client = startOwnClient(gateway.url);
  clients.push(client);
  return client;
}

const sitePort = (): number => (site.address() as AddressInfo).port;
const open = (port = sitePort()) => start().client.request('preview.open', { sessionKey: KEY, port });

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

function send(url: string, headers: OutgoingHttpHeaders = {}, body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: body === undefined ? 'GET' : 'POST', headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Exchanges the ticket as the page does; returns the cookie. */
async function redeem({ url, origin }: OpenPreview): Promise<{ readonly status: number; readonly cookie: string }> {
  const [address = '', ticket = ''] = url.split('#');
  const { status, headers } = await send(address, { Origin: origin }, ticket);
  return { status, cookie: headers['set-cookie']?.[0]?.split(';')[0] ?? '' };
}

async function enter() {
  const preview = await open();
  const { cookie } = await redeem(preview);
  return { preview, cookie };
}

describe('preview.open', () => {
  it('gives its caller an address that opens the preview once', async () => {
    const preview = await open();
    expect(preview).toMatchObject({ port: sitePort(), isListening: true });
    expect(preview.origin).not.toBe(gateway.address.origin);
    expect((await send(`${preview.origin}/`)).status).toBe(403);
    expect((await send(preview.url)).body).toContain('Opening the preview');
    const first = await redeem(preview);
    expect(first.status).toBe(204);
    expect((await redeem(preview)).status).toBe(403);
    expect((await send(`${preview.origin}/`, { Cookie: first.cookie })).body).toContain('Hello');
    expect(seen).toHaveLength(1);
    const again = await open();
    expect([again.id, again.origin]).toEqual([preview.id, preview.origin]);
  });

  it('reports whether something is listening, and rejects ports of Gatehouse', async () => {
    const free = createServer();
    await new Promise<void>((resolve) => free.listen(0, '127.0.0.1', resolve));
    const { port } = free.address() as AddressInfo;
    await new Promise((resolve) => free.close(resolve));
    const preview = await open(port);
    expect(preview.isListening).toBe(false);
    const { cookie } = await redeem(preview);
    const answer = await send(`${preview.origin}/`, { Cookie: cookie, Accept: 'text/html' });
    expect([answer.status, answer.body]).toEqual([
      502,
      expect.stringContaining(`Nothing is listening on port ${port}.`),
    ]);
    await expect(open(gateway.address.port)).rejects.toMatchObject({ details: { code: 'OWN_PORT' } });
    const { client } = start();
    await expect(
      client.request('preview.open', { sessionKey: KEY, port, host: 'gate.example.com' }),
    ).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('ends with preview.close', async () => {
    const { preview, cookie } = await enter();
    const { client } = start();
    expect(await client.request('preview.close', { id: preview.id })).toEqual({ closed: true });
    await expect(send(`${preview.origin}/`, { Cookie: cookie })).rejects.toThrow(/ECONNREFUSED|ECONNRESET/);
    expect(await client.request('preview.close', { id: preview.id })).toEqual({ closed: false });
  });
});

describe('a preview', () => {
  it.each(['000 None', '099 Low', '200 a\u0001b'])('answers when the server sends the status "%s"', async (status) => {
    const hostile = createTcpServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\n\r\n`));
    });
    await new Promise<void>((resolve) => hostile.listen(0, '127.0.0.1', resolve));
    const preview = await open((hostile.address() as AddressInfo).port);
    const { cookie } = await redeem(preview);
    const answer = await send(`${preview.origin}/`, { Cookie: cookie });
    expect(answer.status).toBe(status.startsWith('200') ? 200 : 502);
    hostile.close();
  });

  it('shows the server its own address, and none of our cookies', async () => {
    const { preview, cookie } = await enter();
    const Cookie = `${cookie}; gatehouse_session=secret; sid=1`;
    await send(`${preview.origin}/page`, { Cookie, Origin: preview.origin, Referer: `${preview.origin}/from` });
    const own = `http://localhost:${sitePort()}`;
    expect(seen[0]?.headers).toMatchObject({
      host: `localhost:${sitePort()}`,
      origin: own,
      referer: `${own}/from`,
      cookie: 'sid=1',
    });
  });

  it('adds its script, which the policy of the page allows, and nothing that affects other ports', async () => {
    const { preview, cookie } = await enter();
    const { body, headers } = await send(`${preview.origin}/`, { Cookie: cookie, Accept: 'text/html' });
    expect(body).toContain('<head><script src="/__gatehouse/console.js"></script><title>');
    const script = await send(`${preview.origin}/__gatehouse/console.js`, { Cookie: cookie });
    expect(script.body).toContain('unhandledrejection');
    expect(headers['content-security-policy']).toContain(
      `script-src 'self' 'unsafe-inline' ${preview.origin}/__gatehouse/console.js`,
    );
    expect(headers['content-security-policy']).not.toContain("frame-ancestors 'none'");
    expect(headers).not.toHaveProperty('x-frame-options');
    expect(headers).not.toHaveProperty('clear-site-data');
    expect(headers['set-cookie']).toEqual(['sid=1; Path=/']);
    const moved = await send(`${preview.origin}/moved`, { Cookie: cookie });
    expect(moved.headers.location).toBe(`${preview.origin}/there?a=1#b`);
  });

  it('rejects other hosts, other pages, and service workers', async () => {
    const { preview, cookie } = await enter();
    const { port } = new URL(preview.origin);
    const refused: OutgoingHttpHeaders[] = [
      { Host: `evil.example:${port}` },
      { Origin: 'https://evil.example' },
      { Origin: gateway.address.origin },
      { Origin: 'null' },
      { 'Sec-Fetch-Site': 'same-site', 'Sec-Fetch-Mode': 'no-cors' },
      { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'cors' },
      { 'Service-Worker': 'script' },
      { Cookie: '' },
    ];
    for (const headers of refused)
      expect((await send(`${preview.origin}/`, { Cookie: cookie, ...headers })).status, JSON.stringify(headers)).toBe(
        403,
      );
    expect(seen).toEqual([]);
  });

  it('connects WebSockets of its own pages only', async () => {
    const { preview, cookie } = await enter();
    const upgrade = (headers: OutgoingHttpHeaders) =>
      new Promise<string>((resolve, reject) => {
        const sent = request(`${preview.origin}/socket`, {
          headers: { Connection: 'Upgrade', Upgrade: 'websocket', Cookie: cookie, ...headers },
        });
        sent.on('upgrade', (_answer, socket) => {
          socket.once('data', (chunk: Buffer) => {
            socket.destroy();
            resolve(chunk.toString());
          });
          socket.write('ping');
        });
        sent.on('response', ({ statusCode }) => resolve(String(statusCode)));
        sent.on('error', reject);
        sent.end();
      });
    expect(await upgrade({ Origin: preview.origin })).toBe('ping');
    expect(seen[0]?.headers).toMatchObject({ origin: `http://localhost:${sitePort()}`, upgrade: 'websocket' });
    expect(await upgrade({})).toBe('403');
    expect(await upgrade({ Origin: gateway.address.origin })).toBe('403');
    expect(await upgrade({ Origin: preview.origin, Cookie: '' })).toBe('403');
  });

  it('limits the WebSockets of a preview', async () => {
    const { preview, cookie } = await enter();
    const headers = { Connection: 'Upgrade', Upgrade: 'websocket', Cookie: cookie, Origin: preview.origin };
    const open = () =>
      new Promise<Duplex | number | undefined>((resolve, reject) => {
        const sent = request(`${preview.origin}/socket`, { headers });
        sent.on('upgrade', (_answer, socket) => resolve(socket));
        sent.on('response', ({ statusCode }) => resolve(statusCode));
        sent.on('error', reject);
        sent.end();
      });
    const opened = await Promise.all(Array.from({ length: 64 }, open));
    const sockets = opened.filter((one) => one instanceof Duplex);
    expect(sockets).toHaveLength(64);
    expect(await open()).toBe(429);
    sockets[0]?.destroy();
    const next = await waitUntil('room for another one', async () => {
      const one = await open();
      return one instanceof Duplex ? one : undefined;
    });
    for (const socket of [...sockets, next]) socket.destroy();
  });

  it('writes reports of the browser and failed requests to the console', async () => {
    const { preview, cookie } = await enter();
    const headers = { Cookie: cookie, Origin: preview.origin };
    const stack = `TypeError: x is null\n    at draw (${preview.origin}/src/app.js?t=17:3:9)`;
    const entries = [
      { level: 'log', text: 'hello' },
      { level: 'error', text: 'no beans' },
      { level: 'uncaught', text: stack },
    ];
    const report = await send(`${preview.origin}/__gatehouse/console`, headers, JSON.stringify({ entries }));
    expect(report.status).toBe(204);
    await send(`${preview.origin}/missing`, { Cookie: cookie });
    const { client } = start();
    const errors = await waitUntil('the errors', async () => {
      const list = await client.request('console.errors', { project: gateway.workspace });
      return list.errors.length >= 3 ? list.errors : undefined;
    });
    expect(errors.map(({ kind, message, file, line }) => [kind, message, file, line])).toEqual(
      expect.arrayContaining([
        ['browser.console', 'no beans', undefined, undefined],
        ['node.exception', 'TypeError: x is null', 'src/app.js', 3],
        ['browser.request', 'GET /missing: 404 Not Found', undefined, undefined],
      ]),
    );
    const { lines } = await client.request('console.list', { project: gateway.workspace, kind: 'browser' });
    expect(lines.map(({ text }) => text)).toContain('hello');
  });
});

describe('preview.ports', () => {
  it('lists programs that listen in the workspace', async () => {
    const { client } = start();
    const { machine, ports } = await client.request('preview.ports', { sessionKey: KEY });
    expect(machine).toBe('host');
    // The server runs in this process, which isn't in the workspace.
    expect(ports.map(({ port }) => port)).not.toContain(sitePort());
  });
});

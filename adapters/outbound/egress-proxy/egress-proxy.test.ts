// Proves: SC-8
import { createServer, request as httpRequest, type IncomingMessage, type RequestListener } from 'node:http';
import { connect, createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { OutboundError } from '#core/ports/outbound.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import type { Destination, LiveConnection, OutboundLedger } from '#core/ports/outbound-ledger.ts';
import { createEgressProxies, type EgressProxy, type EgressRequest } from './open-egress-proxy.ts';
import { LIMITS, type Limits } from './limits.ts';

const OWNER = { machine: 'docker', agentId: 'main', sessionKey: 'agent:main:main' };

/** A ledger that keeps what it was told. */
function createLedger(blocked: readonly string[] = []) {
  const opened: { destination: Destination; connection: LiveConnection; ended: boolean }[] = [];
  const refused: Destination[] = [];
  const ledger: OutboundLedger = {
    open(_caller, destination, connection) {
      if (blocked.includes(destination.host)) throw new OutboundError('blocked', `${destination.host} is blocked.`);
      const entry = { destination, connection, ended: false };
      opened.push(entry);
      return (outcome) => {
        if (outcome === 'refused' && !entry.ended) refused.push(destination);
        entry.ended = true;
      };
    },
    refuse: (_caller, destination) => void refused.push(destination),
    recordUntracked: () => undefined,
  };
  return { ledger, opened, refused };
}

async function openProxy(
  request: Partial<EgressRequest> = {},
  {
    resolve = async () => ['127.0.0.1'],
    limits = {},
    blocked = [],
  }: {
    readonly resolve?: (name: string) => Promise<readonly string[]>;
    readonly limits?: Partial<Limits>;
    readonly blocked?: readonly string[];
  } = {},
) {
  const books = createLedger(blocked);
  const proxies = createEgressProxies({
    ledger: books.ledger,
    credentials: async () => [],
    resolve,
    limits: { ...LIMITS, ...limits },
  });
  const proxy = await proxies.open({
    level: 'hosts',
    hosts: [],
    setting: 'machines.docker.hosts',
    listen: 'loopback',
    owner: OWNER,
    signal: new AbortController().signal,
    ...request,
  });
  onTestFinished(() => proxy.close());
  return { proxy, ...books };
}

async function startSite(answer: RequestListener) {
  const seen: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    seen.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close().closeAllConnections());
  // A TCP server has a port.
  const { port } = server.address() as AddressInfo;
  return { port, seen, host: `127.0.0.1:${port}` };
}

/** Sends raw bytes to the proxy, and returns everything that it answers until it closes the connection. */
async function exchange(proxy: EgressProxy, text: string, { authorize = true, end = false } = {}): Promise<string> {
  const socket = dialProxy(proxy);
  const [line = '', ...rest] = text.split('\r\n');
  socket.write([line, ...(authorize ? [authorization(proxy)] : []), ...rest].join('\r\n'));
  if (end) socket.end();
  let answer = '';
  for await (const chunk of socket.setEncoding('latin1')) answer += String(chunk);
  return answer;
}

function dialProxy({ address }: EgressProxy): Socket {
  return address.kind === 'loopback' ? connect(address.port, '127.0.0.1') : connect(address.socketPath);
}

function authorization({ address }: EgressProxy): string {
  const { username = '', password = '' } = address.kind === 'loopback' ? new URL(address.url) : {};
  return `Proxy-Authorization: Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

/** A request with the complete URL, as clients send it to a proxy. */
async function get(proxy: EgressProxy, url: string, headers: Readonly<Record<string, string>> = {}) {
  const { address } = proxy;
  const target =
    address.kind === 'loopback' ? { host: '127.0.0.1', port: address.port } : { socketPath: address.socketPath };
  const [name = '', value = ''] = authorization(proxy).split(': ');
  const message = await new Promise<IncomingMessage>((resolve, reject) =>
    httpRequest({ ...target, path: url, headers: { host: 'ignored.example', [name]: value, ...headers }, agent: false })
      .on('response', resolve)
      .on('error', reject)
      .end(),
  );
  let text = '';
  for await (const chunk of message) text += String(chunk);
  return { status: message.statusCode, headers: message.headers, text };
}

describe('the egress proxy', () => {
  it('passes a request to a listed host at the address that was checked, and counts its bytes', async () => {
    const site = await startSite((_request, response) => response.end('hello'));
    const { proxy, opened } = await openProxy({ hosts: [`shop.example:${site.port}`] });
    expect(await get(proxy, `http://shop.example:${site.port}/a?b=1`)).toMatchObject({ status: 200, text: 'hello' });
    expect(site.seen[0]).toMatchObject({ url: '/a?b=1', headers: { host: `shop.example:${site.port}` } });
    expect(site.seen[0]?.headers).not.toHaveProperty('proxy-authorization');
    expect(opened).toMatchObject([{ destination: { host: 'shop.example', port: site.port }, ended: true }]);
    const { sent, received } = opened[0]?.connection.traffic() ?? { sent: 0, received: 0 };
    expect([sent > 50, received > 50]).toEqual([true, true]);
  });

  it('tunnels CONNECT in both directions', async () => {
    const echo = createTcpServer((socket) => socket.pipe(socket));
    await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void echo.close());
    // A TCP server has a port.
    const { port } = echo.address() as AddressInfo;
    const { proxy, opened } = await openProxy({ hosts: [`echo.example:${port}`] });
    const answer = await exchange(proxy, `CONNECT echo.example:${port} HTTP/1.1\r\nHost: x\r\n\r\nping`, { end: true });
    expect(answer).toBe('HTTP/1.1 200 Connection Established\r\n\r\nping');
    expect(opened[0]?.ended).toBe(true);
    expect(opened[0]?.connection.traffic()).toEqual({ sent: 4, received: 4 });
  });

  it('rejects a host that is not listed, and says which setting allows it', async () => {
    const messages: string[] = [];
    const { proxy, refused, opened } = await openProxy({
      hosts: ['example.com'],
      onRefused: (message) => messages.push(message),
    });
    const answer = await get(proxy, 'http://evil.example/');
    expect(answer).toMatchObject({ status: 403, headers: { 'x-gatehouse-error': 'not-allowed' } });
    expect(answer.text).toContain('add "evil.example" to machines.docker.hosts');
    expect(await exchange(proxy, 'CONNECT evil.example:8443 HTTP/1.1\r\nHost: x\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 403 [^]*add "evil\.example:8443" to machines\.docker\.hosts/,
    );
    expect(refused).toEqual([
      { host: 'evil.example', port: 80 },
      { host: 'evil.example', port: 8443 },
    ]);
    expect(opened).toEqual([]);
    expect(messages).toHaveLength(2);
  });

  it('rejects a blocked host even if it is listed', async () => {
    const { proxy } = await openProxy({ hosts: ['example.com'] }, { blocked: ['example.com'] });
    expect(await get(proxy, 'http://example.com/')).toMatchObject({
      status: 403,
      text: expect.stringContaining('blocked'),
    });
  });

  it('closes an open tunnel when its destination is blocked', async () => {
    const server = createTcpServer((socket) => socket.on('error', () => undefined).write('open'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    // A TCP server has a port.
    const { port } = server.address() as AddressInfo;
    const { proxy, opened } = await openProxy({ hosts: [`held.example:${port}`] });
    const socket = dialProxy(proxy);
    socket.write(`CONNECT held.example:${port} HTTP/1.1\r\n${authorization(proxy)}\r\n\r\n`);
    let text = '';
    for await (const chunk of socket.setEncoding('latin1')) {
      text += String(chunk);
      if (text.endsWith('open')) opened[0]?.connection.stop(new OutboundError('blocked', 'blocked'));
    }
    expect(text).toMatch(/open$/);
    expect(opened[0]?.ended).toBe(true);
  });

  it('requires its password on loopback', async () => {
    const { proxy } = await openProxy({ level: 'open' });
    const answer = await exchange(proxy, 'CONNECT example.com:443 HTTP/1.1\r\nHost: x\r\n\r\n', { authorize: false });
    expect(answer).toMatch(/^HTTP\/1\.1 407 /);
    const wrong = 'GET http://example.com/ HTTP/1.1\r\nHost: x\r\nProxy-Authorization: Basic Z2F0ZWhvdXNlOg==\r\n\r\n';
    expect(await exchange(proxy, wrong, { authorize: false })).toMatch(/^HTTP\/1\.1 407 /);
  });

  it('returns variables with its address, and without any other secret', async () => {
    const { proxy } = await openProxy();
    const { address } = proxy;
    const variables = await proxy.environment();
    expect(variables).toMatchObject({ NO_PROXY: 'localhost,127.0.0.1,::1' });
    expect(address.kind === 'loopback' && variables['HTTPS_PROXY'] === address.url).toBe(true);
  });

  it('applies a changed allowlist to new connections', async () => {
    const site = await startSite((_request, response) => response.end('hello'));
    const { proxy } = await openProxy();
    const url = `http://later.example:${site.port}/`;
    expect((await get(proxy, url)).status).toBe(403);
    proxy.allow({ level: 'hosts', hosts: [`later.example:${site.port}`] });
    expect((await get(proxy, url)).status).toBe(200);
  });

  it('ends with its signal', async () => {
    const stop = new AbortController();
    const { proxy } = await openProxy({ signal: stop.signal });
    const socket = dialProxy(proxy);
    await new Promise((resolve) => socket.once('connect', resolve));
    stop.abort();
    await new Promise((resolve) => socket.once('close', resolve));
    const late = dialProxy(proxy);
    await expect(new Promise((resolve, reject) => late.once('connect', resolve).once('error', reject))).rejects.toThrow(
      'ECONNREFUSED',
    );
  });
});

it('a connection of a program outside is recorded for its machine, and rejected if it is blocked', () => {
  const { ledger, opened } = createLedger(['blocked.example']);
  const proxies = createEgressProxies({ ledger, credentials: async () => [] });
  const owner = { machine: 'ssh' };
  let stopped = 0;
  const end = proxies.record(owner, { host: 'build.example', port: 22 }, () => (stopped += 1));
  opened[0]?.connection.stop(new OutboundError('blocked', 'blocked'));
  expect([opened[0]?.destination, opened[0]?.ended, stopped]).toEqual([{ host: 'build.example', port: 22 }, false, 1]);
  end();
  expect(opened[0]?.ended).toBe(true);
  const destination = { host: 'blocked.example', port: 22 };
  expect(() => proxies.record(owner, destination, () => undefined)).toThrow('blocked');
});

describe('hostile servers behind the egress proxy', () => {
  it.each(['000 None', '099 Low'])('get no response with the status "%s" through', async (status) => {
    const server = createTcpServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\n\r\n`));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    // A TCP server has a port.
    const { port } = server.address() as AddressInfo;
    const { proxy } = await openProxy({ hosts: [`evil.example:${port}`] });
    expect(await get(proxy, `http://evil.example:${port}/`)).toMatchObject({
      status: 502,
      headers: { 'x-gatehouse-error': 'bad-response' },
    });
  });
});

describe('hostile clients of the egress proxy', () => {
  it.each([
    'localhost',
    '127.0.0.1',
    '0x7f000001',
    '2130706433',
    '0177.0.0.1',
    '127.1',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '0.0.0.0',
    '169.254.169.254',
    '10.0.0.1',
    '[fd00::1]',
    '[64:ff9b::7f00:1]',
  ])('cannot reach the private address %s, even if every public host is allowed', async (host) => {
    const { proxy, refused } = await openProxy({ level: 'open' });
    expect(await exchange(proxy, `CONNECT ${host}:80 HTTP/1.1\r\nHost: x\r\n\r\n`)).toMatch(/^HTTP\/1\.1 403 /);
    expect((await get(proxy, `http://${host}/latest/meta-data/`)).status).toBe(403);
    expect(refused).toHaveLength(2);
  });

  it('cannot reach another address by rebinding a listed name', async () => {
    const trap = await startSite((_request, response) => response.end('inside'));
    let asked = 0;
    const resolve = async () => [(asked += 1) === 1 ? '127.0.0.1' : '203.0.113.1'];
    const { proxy } = await openProxy({ hosts: ['rebind.example', '*.rebind.example'] }, { resolve });
    expect((await get(proxy, `http://rebind.example/`)).status).toBe(403);
    expect(asked).toBe(1);
    expect(trap.seen).toEqual([]);
  });

  it('cannot reach a private address through a wildcard, or through an entry without a port', async () => {
    const { proxy } = await openProxy({ hosts: ['*.corp.example', 'corp.example'] });
    expect((await get(proxy, 'http://git.corp.example/')).headers['x-gatehouse-error']).toBe('private-address');
    expect((await get(proxy, 'http://corp.example/')).headers['x-gatehouse-error']).toBe('private-address');
  });

  it('cannot reach a metadata service through a listed name', async () => {
    const resolve = async () => ['169.254.169.254'];
    const { proxy } = await openProxy({ hosts: ['meta.example:80'] }, { resolve });
    expect((await get(proxy, 'http://meta.example/')).headers['x-gatehouse-error']).toBe('private-address');
  });

  it.each([
    ['notexample.com', '*.example.com'],
    ['example.com.evil.example', 'example.com'],
    ['example.com', '*.example.com'],
    ['xn--exmple-cua.com', 'example.com'],
  ])('cannot pass off %s as %s', async (host, entry) => {
    const { proxy } = await openProxy({ hosts: [entry] });
    expect((await get(proxy, `http://${host}/`)).headers['x-gatehouse-error']).toBe('not-allowed');
  });

  it('finds a listed host in any notation', async () => {
    const site = await startSite((_request, response) => response.end('hello'));
    const { proxy } = await openProxy({ hosts: [`Shop.Example:${site.port}`] });
    for (const host of ['SHOP.example', 'shop.example.', 'ｓhop.example'])
      expect((await get(proxy, encodeURI(`http://${host}:${site.port}/`))).status, host).toBe(200);
  });

  it.each([
    'GET / HTTP/1.1',
    'GET https://example.com/ HTTP/1.1',
    'GET file:///etc/passwd HTTP/1.1',
    'GET http://user:pass@example.com/ HTTP/1.1',
    'GET http:///path HTTP/1.1',
    'GET http://example.com:0/ HTTP/1.1',
    'CONNECT example.com HTTP/1.1',
    'CONNECT user@example.com:443 HTTP/1.1',
    'CONNECT example.com:443/path HTTP/1.1',
    'CONNECT example.com:99999 HTTP/1.1',
    'CONNECT exa%6dple.com:443 HTTP/1.1',
  ])('get 400 for "%s"', async (line) => {
    const { proxy, opened } = await openProxy({ level: 'open' });
    expect(await exchange(proxy, `${line}\r\nHost: example.com\r\n\r\n`)).toMatch(/^HTTP\/1\.1 400 /);
    expect(opened).toEqual([]);
  });

  it('cannot smuggle a second request past the checks', async () => {
    const site = await startSite((request, response) => request.resume().on('end', () => response.end('ok')));
    const { proxy } = await openProxy({ hosts: [`shop.example:${site.port}`] });
    const start = `http://shop.example:${site.port}/ HTTP/1.1\r\nHost: shop.example\r\n`;
    const hidden = 'GET /hidden HTTP/1.1\r\nHost: shop.example\r\n\r\n';
    const both = `POST ${start}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${hidden}`;
    expect(await exchange(proxy, both)).toMatch(/^HTTP\/1\.1 400 /);
    const twoLengths = `POST ${start}Content-Length: 0\r\nContent-Length: ${hidden.length}\r\n\r\n${hidden}`;
    expect(await exchange(proxy, twoLengths)).toMatch(/^HTTP\/1\.1 400 /);
    // The length is named by `Connection`, which would remove it, so that the body would be read as a request.
    const dropped = `GET ${start}Connection: close, content-length\r\nContent-Length: ${hidden.length}\r\n\r\n${hidden}`;
    await exchange(proxy, dropped);
    const chunked = `GET ${start}Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n${hidden.length.toString(16)}\r\n${hidden}\r\n0\r\n\r\n`;
    await exchange(proxy, chunked);
    expect(site.seen.map(({ url }) => url)).toEqual(['/', '/']);
    expect(site.seen[1]?.headers).toMatchObject({ 'transfer-encoding': 'chunked' });
  });

  it('cannot send headers of their own connection, or another host, to the server', async () => {
    const site = await startSite((_request, response) => response.setHeader('Proxy-Authenticate', 'Basic').end());
    const { proxy } = await openProxy({ hosts: [`shop.example:${site.port}`] });
    const headers = { connection: 'x-private', 'x-private': '1', te: 'trailers', upgrade: 'h2c', 'keep-alive': '1' };
    const answer = await get(proxy, `http://shop.example:${site.port}/`, headers);
    expect(answer.headers).not.toHaveProperty('proxy-authenticate');
    expect(Object.keys(site.seen[0]?.headers ?? {}).toSorted()).toEqual(['connection', 'host']);
  });

  it('get 431 for headers above the limit', async () => {
    const { proxy } = await openProxy({ level: 'open' });
    const huge = `GET http://example.com/ HTTP/1.1\r\nX: ${'x'.repeat(LIMITS.maxHeaderBytes)}\r\n\r\n`;
    expect(await exchange(proxy, huge)).toMatch(/^HTTP\/1\.1 431 /);
  });

  it('lose the connection when they send headers slowly', async () => {
    const { proxy } = await openProxy({ level: 'open' }, { limits: { headersMs: 200 } });
    const answer = await exchange(proxy, 'GET http://example.com/ HTTP/1.1\r\nX');
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('lose a tunnel that is idle, or open for too long', async () => {
    const silent = createTcpServer((socket) => socket.on('error', () => undefined));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void silent.close());
    // A TCP server has a port.
    const { port } = silent.address() as AddressInfo;
    for (const limits of [{ idleMs: 100 }, { totalMs: 100 }]) {
      const { proxy, opened } = await openProxy({ hosts: [`silent.example:${port}`] }, { limits });
      const line = `CONNECT silent.example:${port} HTTP/1.1\r\nHost: x\r\n\r\n`;
      expect(await exchange(proxy, line)).toMatch(/^HTTP\/1\.1 200 /);
      expect(opened[0]?.ended).toBe(true);
    }
  });

  it('cannot open more connections than the limit', async () => {
    const { proxy } = await openProxy({ level: 'open' }, { limits: { maxConnections: 2 } });
    const sockets = [dialProxy(proxy), dialProxy(proxy)];
    await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once('connect', resolve))));
    const third = dialProxy(proxy).on('error', () => undefined);
    await new Promise((resolve) => third.once('close', resolve));
    for (const socket of sockets) socket.destroy();
  });

  it('cannot end the process by resetting a tunnel that is refused', async () => {
    const { proxy } = await openProxy({ level: 'open' });
    for (let count = 0; count < 20; count += 1) {
      const socket = dialProxy(proxy).on('error', () => undefined);
      await new Promise((resolve) => socket.once('connect', resolve));
      socket.write('CONNECT example.com:443 HTTP/1.1\r\nHost: x\r\n\r\n', () => socket.resetAndDestroy());
      await new Promise((resolve) => socket.once('close', resolve));
    }
    expect(await exchange(proxy, 'CONNECT localhost:80 HTTP/1.1\r\nHost: x\r\n\r\n')).toMatch(/^HTTP\/1\.1 403 /);
  });

  it('lose a refused tunnel that they leave open', async () => {
    const { proxy } = await openProxy({ level: 'open' }, { limits: { headersMs: 100 } });
    const { address } = proxy;
    const port = address.kind === 'loopback' ? address.port : 0;
    const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true }).on('error', () => undefined);
    socket.write('CONNECT example.com:443 HTTP/1.1\r\nHost: x\r\n\r\n');
    socket.resume();
    await new Promise((resolve) => socket.once('end', resolve));
    await waitUntil('the end of the connection', async () => {
      if (!socket.destroyed) socket.write('x');
      return socket.destroyed || undefined;
    });
  });

  it('cannot use methods that reflect the request', async () => {
    const { proxy } = await openProxy({ level: 'open' });
    expect(await exchange(proxy, 'TRACE http://example.com/ HTTP/1.1\r\nHost: x\r\n\r\n')).toMatch(/^HTTP\/1\.1 405 /);
  });
});

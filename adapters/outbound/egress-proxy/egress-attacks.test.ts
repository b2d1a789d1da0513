// Servers and clients that attack the egress proxy.
// Proves: SC-8
import { connect, createServer as createTcpServer, type AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { waitUntil } from '#tests/support/wait-until.ts';
import { LIMITS } from './limits.ts';
import { dialProxy, exchange, get, openProxy, startSite } from '#tests/support/outbound/egress-stage.ts';

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

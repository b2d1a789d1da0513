// Proves: SC-8
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { OutboundError } from '#core/ports/outbound.ts';
import { createEgressProxies } from './open-egress-proxy.ts';
import {
  authorization,
  createLedger,
  dialProxy,
  exchange,
  get,
  openProxy,
  startSite,
} from '#tests/support/outbound/egress-stage.ts';

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

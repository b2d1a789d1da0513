import { createServer, request, type Server } from 'node:http';
import { connect, type AddressInfo, type Server as TcpServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createFetch } from '../providers/http-fetch.ts';
import { createOutbound } from './guarded-call.ts';
import { findProxy } from './proxy.ts';
import { UNRECORDED } from '#tests/support/outbound/unrecorded.ts';

const servers: TcpServer[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listen(server: Server): Promise<string> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server has a port.
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A proxy that sends every request to `target`, and what it was asked for. */
async function startProxy(target: string) {
  const asked: string[] = [];
  const [host = '', port = ''] = target.split(':');
  const server = createServer((incoming, response) => {
    asked.push(`${incoming.method} ${incoming.url}`);
    incoming.pipe(
      request({ host, port, path: new URL(incoming.url ?? '').pathname, method: incoming.method }, (answer) =>
        answer.pipe(response.writeHead(answer.statusCode ?? 0)),
      ),
    );
  });
  server.on('connect', ({ url }, socket) => {
    asked.push(`CONNECT ${url}`);
    const other = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      socket.pipe(other).pipe(socket);
    });
    for (const end of [socket, other]) end.on('error', () => end.destroy());
  });
  return { address: `http://${await listen(server)}`, asked };
}

const startTarget = () => listen(createServer((_request, response) => response.end('hello')));

describe('the proxy', () => {
  const find = (address: string, environment: Record<string, string>) =>
    findProxy(new URL(address), environment)?.url.href;

  it('is selected by the scheme of the request', () => {
    const environment = { HTTP_PROXY: 'http://one:1', https_proxy: 'two:2' };
    expect(find('http://a.example', environment)).toBe('http://one:1/');
    expect(find('https://a.example', environment)).toBe('http://two:2/');
    expect(find('https://a.example', { ALL_PROXY: 'http://three:3' })).toBe('http://three:3/');
    expect(find('https://a.example', { HTTPS_PROXY: ' ', HTTP_PROXY: 'http://one:1' })).toBeUndefined();
  });

  it.each([
    ['*', 'https://a.example', true],
    ['a.example', 'https://a.example', true],
    ['a.example', 'https://sub.a.example', true],
    ['.a.example', 'https://sub.a.example', true],
    ['*.a.example', 'https://sub.a.example', true],
    ['A.Example', 'https://a.example', true],
    ['x, a.example', 'https://a.example', true],
    ['a.example:443', 'https://a.example', true],
    ['a.example:8443', 'https://a.example', false],
    ['a.example', 'https://ba.example', false],
    ['127.0.0.1,localhost', 'https://127.0.0.1:8080', true],
    ['10.0.0.0/8', 'https://10.1.2.3', true],
    ['10.0.0.0/8', 'https://11.1.2.3', false],
    ['10.0.0.0/99', 'https://10.1.2.3', false],
    ['[::1]', 'https://[::1]:8080', true],
    ['[::1]:8080', 'https://[::1]:8080', true],
    ['fd00::/8', 'https://[fd12::1]', true],
    ['', 'https://a.example', false],
  ])('is not used for the hosts in NO_PROXY: "%s" and %s', (list, address, isDirect) => {
    expect(find(address, { HTTPS_PROXY: 'http://p:1', NO_PROXY: list })).toBe(isDirect ? undefined : 'http://p:1/');
  });

  it('must be an HTTP proxy', () => {
    for (const value of ['socks5://p:1', 'http://', 'ftp://p'])
      expect(() => find('https://a.example', { HTTPS_PROXY: value }), value).toThrow('HTTPS_PROXY must be');
  });
});

describe('requests', () => {
  it('to model servers go through the proxy, except to the hosts in NO_PROXY', async () => {
    const target = await startTarget();
    const proxy = await startProxy(target);
    const environment = { HTTP_PROXY: proxy.address, NO_PROXY: '127.0.0.1' };
    const call = createFetch(() => 5_000, { environment });
    expect(await (await call('http://models.example/v1')).text()).toBe('hello');
    expect(await (await call(`http://${target}/v1`)).text()).toBe('hello');
    expect(proxy.asked).toEqual(['GET http://models.example/v1']);
  });

  it('over TLS use a tunnel', async () => {
    const proxy = await startProxy(await startTarget());
    const call = createFetch(() => 5_000, { environment: { HTTPS_PROXY: proxy.address } });
    // The target doesn't speak TLS: what counts is that the tunnel was requested.
    await expect(call('https://models.example/v1')).rejects.toMatchObject({ proxy: { variable: 'HTTPS_PROXY' } });
    expect(proxy.asked).toEqual(['CONNECT models.example:443']);
  });

  it('of agents go through the proxy, which looks up names that are unknown here', async () => {
    const proxy = await startProxy(await startTarget());
    const environment = { HTTP_PROXY: proxy.address };
    const outbound = createOutbound({
      ledger: UNRECORDED,
      resolve: () => Promise.reject(new Error('ENOTFOUND')),
      environment,
    });
    const get = {
      caller: { kind: 'tool', name: 'fetch' },
      method: 'GET',
      headers: {},
      maxBytes: 100,
      timeoutMs: 5_000,
      sameHostOnly: false,
      knownServices: [],
    } as const;
    const { signal } = new AbortController();
    const answer = await outbound.call({ ...get, url: 'http://pages.example/a' }, signal);
    expect(Buffer.from(answer.bytes).toString()).toBe('hello');
    expect(proxy.asked).toEqual(['GET http://pages.example/a']);
    for (const url of ['http://127.0.0.1:1/', 'http://169.254.169.254/'])
      await expect(outbound.call({ ...get, url }, signal), url).rejects.toMatchObject({ code: 'private-address' });
    const rebound = createOutbound({ ledger: UNRECORDED, resolve: async () => ['10.0.0.1'], environment });
    await expect(rebound.call({ ...get, url: 'http://inside.example/' }, signal)).rejects.toMatchObject({
      code: 'private-address',
    });
  });
});

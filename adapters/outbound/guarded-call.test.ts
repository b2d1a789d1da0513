// Proves: MD-1, SC-8
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Resolver } from 'node:dns/promises';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { OutboundRequest } from '#core/ports/outbound.ts';
import { createOutbound } from './guarded-call.ts';
import { UNRECORDED } from '#tests/support/outbound/unrecorded.ts';
import { startNameServer } from '#tests/support/outbound/name-server.ts';

const NEVER = new AbortController().signal;

interface Site {
  readonly host: string;
  readonly port: number;
  readonly seen: IncomingMessage[];
}

async function site(answer: RequestListener): Promise<Site> {
  const seen: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    seen.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close().closeAllConnections());
  // A TCP server has a port.
  const { port } = server.address() as AddressInfo;
  return { host: `127.0.0.1:${port}`, port, seen };
}

function get(url: string, more: Partial<OutboundRequest> = {}): OutboundRequest {
  const caller = { kind: 'tool', name: 'test' } as const;
  const limits = { caller, maxBytes: 10_000, timeoutMs: 60_000, sameHostOnly: false, knownServices: [] };
  return { url, method: 'GET', headers: {}, ...limits, ...more };
}

const readText = ({ bytes }: { readonly bytes: Uint8Array }): string => Buffer.from(bytes).toString();

describe('a request to an untrusted URL', () => {
  it('returns the response of a configured service', async () => {
    const { host, seen } = await site((_request, response) =>
      response.setHeader('content-type', 'Text/Plain; charset=utf-8').end('hello'),
    );
    const answer = await createOutbound({ ledger: UNRECORDED }).call(
      get(`http://${host}/a?b=1`, { knownServices: [host] }),
      NEVER,
    );
    expect(answer).toMatchObject({ status: 200, contentType: 'text/plain', charset: 'utf-8', isTruncated: false });
    expect(readText(answer)).toBe('hello');
    expect(seen[0]).toMatchObject({ url: '/a?b=1', headers: { host } });
  });

  it('is rejected for this machine in every notation, without sending anything', async () => {
    const { port, seen } = await site((_request, response) => response.end('secret'));
    const spellings = ['127.0.0.1', 'localhost', '0x7f000001', '2130706433', '0177.0.0.1', '127.1', '[::1]'];
    const more = ['[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '0.0.0.0', '127。0。0。1', '①②⑦.0.0.1'];
    for (const spelling of [...spellings, ...more]) {
      const call = createOutbound({ ledger: UNRECORDED }).call(get(`http://${spelling}:${port}/`), NEVER);
      await expect(call, spelling).rejects.toMatchObject({ code: 'private-address' });
    }
    expect(seen).toEqual([]);
  });

  it('is rejected for the cloud metadata service', async () => {
    const call = createOutbound({ ledger: UNRECORDED }).call(get('http://169.254.169.254/latest/meta-data/'), NEVER);
    await expect(call).rejects.toMatchObject({ code: 'private-address' });
  });

  it('to a configured service gives no access to other ports', async () => {
    const named = await site((_request, response) => response.end());
    const other = await site((_request, response) => response.end());
    const call = createOutbound({ ledger: UNRECORDED }).call(
      get(`http://${other.host}/`, { knownServices: [named.host] }),
      NEVER,
    );
    await expect(call).rejects.toMatchObject({ code: 'private-address' });
    expect(other.seen).toEqual([]);
  });

  it.each(['file:///etc/passwd', 'ftp://example.com/', 'gopher://example.com/', 'http://me:pass@example.com/', 'no'])(
    'is rejected for %s',
    async (url) => {
      await expect(createOutbound({ ledger: UNRECORDED }).call(get(url), NEVER)).rejects.toMatchObject({
        code: 'bad-address',
      });
    },
  );
});

describe('a host name that changes its address', () => {
  it('is resolved once, and the checked address is used', async () => {
    const trap = await site((_request, response) => response.end('inside'));
    const names = await startNameServer((asked) => (asked === 1 ? ['1.1.1.1'] : ['127.0.0.1']));
    const resolver = new Resolver();
    resolver.setServers([names.address]);
    const outbound = createOutbound({ ledger: UNRECORDED, resolve: (name) => resolver.resolve4(name) });
    const url = `http://rebind.example:${trap.port}/`;
    // The first look-up is public: the call goes there and nowhere else, so it fails where no such server answers.
    const first = outbound.call(get(url, { timeoutMs: 300 }), NEVER);
    await expect(first).rejects.toMatchObject({ code: expect.stringMatching(/timeout|unreachable/) });
    expect(names.asked()).toBe(1);
    await expect(outbound.call(get(url), NEVER)).rejects.toMatchObject({ code: 'private-address' });
    expect(trap.seen).toEqual([]);
  });

  it('is rejected if any of its addresses is private', async () => {
    const names = await startNameServer(() => ['1.1.1.1', '10.0.0.1']);
    const resolver = new Resolver();
    resolver.setServers([names.address]);
    const call = createOutbound({ ledger: UNRECORDED, resolve: (name) => resolver.resolve4(name) }).call(
      get('http://mixed.example/'),
      NEVER,
    );
    await expect(call).rejects.toMatchObject({ code: 'private-address' });
  });

  it('that does not exist is reported as unknown', async () => {
    const outbound = createOutbound({ ledger: UNRECORDED, resolve: () => Promise.reject(new Error('ENOTFOUND')) });
    await expect(outbound.call(get('http://nobody.example/'), NEVER)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('a redirect', () => {
  it('to a private address is rejected', async () => {
    const inside = await site((_request, response) => response.end('inside'));
    const outside = await site((_request, response) =>
      response.writeHead(302, { location: `http://${inside.host}/` }).end(),
    );
    const call = createOutbound({ ledger: UNRECORDED }).call(
      get(`http://${outside.host}/`, { knownServices: [outside.host] }),
      NEVER,
    );
    await expect(call).rejects.toMatchObject({ code: 'private-address' });
    expect(inside.seen).toEqual([]);
  });

  it('to another origin carries no credentials and no body', async () => {
    const target = await site((_request, response) => response.end('there'));
    const start = await site((_request, response) =>
      response.writeHead(307, { location: `http://${target.host}/` }).end(),
    );
    const headers = { Authorization: 'Bearer secret', Cookie: 'a=b', 'X-Key': 'secret', Accept: 'text/plain' };
    const knownServices = [start.host, target.host];
    const request = get(`http://${start.host}/`, { method: 'POST', body: 'secret', headers, knownServices });
    expect(readText(await createOutbound({ ledger: UNRECORDED }).call(request, NEVER))).toBe('there');
    expect(target.seen[0]?.headers).toMatchObject({ accept: 'text/plain' });
    expect(JSON.stringify(target.seen[0]?.rawHeaders)).not.toContain('secret');
    expect(target.seen[0]?.headers).not.toHaveProperty('cookie');
    expect(target.seen[0]?.method).toBe('GET');
  });

  it('is followed at most three times', async () => {
    const { host, seen } = await site((request, response) =>
      response.writeHead(302, { location: `${request.url ?? ''}x` }).end(),
    );
    const call = createOutbound({ ledger: UNRECORDED }).call(get(`http://${host}/`, { knownServices: [host] }), NEVER);
    await expect(call).rejects.toMatchObject({ code: 'redirects' });
    expect(seen.map(({ url }) => url)).toEqual(['/', '/x', '/xx', '/xxx']);
  });

  it('to another host is returned if only one host is allowed', async () => {
    const { host } = await site((_request, response) =>
      response.writeHead(302, { location: 'https://example.org/next' }).end(),
    );
    const request = get(`http://${host}/`, { knownServices: [host], sameHostOnly: true });
    expect(await createOutbound({ ledger: UNRECORDED }).call(request, NEVER)).toMatchObject({
      redirectTo: 'https://example.org/next',
    });
  });
});

describe('a response', () => {
  it('is limited after decompression', async () => {
    const packed = gzipSync(Buffer.alloc(50_000_000, 'x'));
    const { host } = await site((_request, response) => response.setHeader('content-encoding', 'gzip').end(packed));
    const answer = await createOutbound({ ledger: UNRECORDED }).call(
      get(`http://${host}/`, { knownServices: [host] }),
      NEVER,
    );
    expect(answer.isTruncated).toBe(true);
    expect(answer.bytes.length).toBe(10_000);
  });

  it('without end is truncated at the limit', async () => {
    const { host } = await site((_request, response) => {
      const more = (): unknown => response.destroyed || (response.write('x'.repeat(4096)), setImmediate(more));
      more();
    });
    const answer = await createOutbound({ ledger: UNRECORDED }).call(
      get(`http://${host}/`, { knownServices: [host] }),
      NEVER,
    );
    expect(answer).toMatchObject({ isTruncated: true });
  });

  it('that never arrives times out', async () => {
    const { host } = await site(() => undefined);
    const call = createOutbound({ ledger: UNRECORDED }).call(
      get(`http://${host}/`, { knownServices: [host], timeoutMs: 100 }),
      NEVER,
    );
    await expect(call).rejects.toMatchObject({ code: 'timeout' });
  });

  it('is canceled on abort', async () => {
    const stop = new AbortController();
    const { host } = await site(() => stop.abort());
    const call = createOutbound({ ledger: UNRECORDED }).call(
      get(`http://${host}/`, { knownServices: [host] }),
      stop.signal,
    );
    await expect(call).rejects.toMatchObject({ code: 'aborted' });
  });

  it('that was canceled before the address was known fails once, and nothing else fails later', async () => {
    const unhandled: unknown[] = [];
    const note = (error: unknown) => void unhandled.push(error);
    process.on('unhandledRejection', note);
    const outbound = createOutbound({ ledger: UNRECORDED, resolve: () => Promise.reject(new Error('no such name')) });
    await expect(outbound.call(get('http://nowhere.example/'), AbortSignal.abort())).rejects.toMatchObject({
      code: 'aborted',
    });
    await nextTurn();
    await nextTurn();
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });

  it('that is corrupt is reported', async () => {
    const { host } = await site((_request, response) => response.setHeader('content-encoding', 'gzip').end('no gzip'));
    const call = createOutbound({ ledger: UNRECORDED }).call(get(`http://${host}/`, { knownServices: [host] }), NEVER);
    await expect(call).rejects.toMatchObject({ code: 'unreachable' });
  });
});

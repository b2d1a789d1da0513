import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { waitUntil } from '#tests/support/wait-until.ts';

import { createFetch, ServerSilent } from './http-fetch.ts';
import { requireBody } from './response-body.ts';

/** The time of the code under test; sockets keep the real one. */
const FAKE_TIME: Parameters<typeof vi.useFakeTimers>[0] = { toFake: ['setTimeout', 'clearTimeout', 'performance'] };

describe('the fetch of model requests', () => {
  let server: Server | undefined;
  const start = async (answer: RequestListener): Promise<string> => {
    server = createServer(answer);
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    // A TCP server has a port.
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  afterEach(() => {
    vi.useRealTimers();
    server?.close().closeAllConnections();
  });

  it('sends method, headers, and body, and reads the response', async () => {
    const url = await start((request, response) => {
      request
        .setEncoding('utf8')
        .on('data', (body: string) =>
          response
            .writeHead(201, { 'x-seen': String(request.headers['x-own']) })
            .end(JSON.stringify({ body, method: request.method })),
        );
    });
    const response = await createFetch(() => 1000)(url, { method: 'POST', headers: { 'x-own': 'yes' }, body: 'hello' });
    expect(response).toMatchObject({ ok: true, status: 201 });
    expect(response.headers.get('x-seen')).toBe('yes');
    expect(await response.json()).toEqual({ body: 'hello', method: 'POST' });
  });

  it('retries once if a reused connection was closed', async () => {
    let calls = 0;
    const url = await start((request, response) => {
      calls += 1;
      if (calls === 2) return void request.socket.destroy();
      response.end('fine');
    });
    const call = createFetch(() => 1000);
    expect(await (await call(url)).text()).toBe('fine');
    expect(await (await call(url)).text()).toBe('fine');
    expect(calls).toBe(3);
  });

  it('keeps the connection of a response that ends after its reader has stopped', async () => {
    const asked: ServerResponse[] = [];
    const url = await start((_request, response) => {
      asked.push(response);
      response.write('answer');
    });
    const call = createFetch(() => 60_000);
    const abort = new AbortController();
    const body = requireBody(await call(url, { signal: abort.signal }));
    expect(String((await body.next()).value)).toBe('answer');
    body.dropRest();
    expect(await body.next()).toMatchObject({ done: true });
    await body.return();
    abort.abort();
    const socket = asked[0]?.socket;
    asked[0]?.end('more');
    await waitUntil('the end of the response', () => asked[0]?.writableFinished === true);
    // Once the client has read that end, it uses the connection again.
    await waitUntil('a request on the same connection', async () => {
      const next = requireBody(await call(url));
      await next.return();
      return asked.at(-1)?.req.socket === socket;
    });
  });

  it.each([
    ['continues without an end', 'x'.repeat(128 * 1024)],
    ['stays silent', ''],
  ])('closes the connection of a response that %s after its reader has stopped', async (_how, more) => {
    const closed = Promise.withResolvers<void>();
    const url = await start((_request, response) => {
      response.on('close', () => closed.resolve()).write('answer');
      if (more !== '') response.write(more);
    });
    const body = requireBody(await createFetch(() => 60_000)(url));
    await body.next();
    body.dropRest();
    await closed.promise;
  });

  it('does not time out for a slow consumer and applies backpressure', async () => {
    const chunk = Buffer.alloc(256 * 1024, 10);
    let written = 0;
    const url = await start((_request, response) => {
      const more = (): void => {
        written += 1;
        const goesOn = response.write(chunk);
        if (written < 200) void (goesOn ? setImmediate(more) : response.once('drain', more));
        else response.end();
      };
      more();
    });
    vi.useFakeTimers(FAKE_TIME);
    const response = await createFetch(() => 1_000)(url);
    let [before, still] = [0, 0];
    await waitUntil('the pause of the server', () => {
      still = written > 8 && written === before ? still + 1 : 0;
      before = written;
      return still > 20;
    });
    vi.advanceTimersByTime(3_000);
    expect(written).toBeLessThan(150);
    let bytes = 0;
    for await (const part of response.body ?? []) bytes += part.length;
    expect(bytes).toBeGreaterThan(190 * chunk.length);
  });

  it('uses a longer timeout only before the response starts', async () => {
    vi.useFakeTimers(FAKE_TIME);
    const asked = Promise.withResolvers<ServerResponse>();
    const url = await start((_request, response) => asked.resolve(response));
    const answer = createFetch(() => 100, { patience: 10 })(url);
    const server = await asked.promise;
    vi.advanceTimersByTime(900);
    server.write('x');
    const text = (await answer).text();
    vi.advanceTimersByTime(200);
    await expect(text).rejects.toBeInstanceOf(ServerSilent);
  });

  it('rejects other schemes', async () => {
    await expect(createFetch(() => 100)('file:///etc/passwd')).rejects.toThrow('Only http and https');
  });
});

// Context windows as each kind of local server reports them. Proves: MP-2, MP-6
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';

import { Secret } from '#core/ports/secrets.ts';
import { cpuNow } from '#tests/support/cpu-time.ts';

import { compatibleProvider } from './provider.ts';

type Page = object | 'silent' | 'html' | 'cut';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** Starts a server with these pages. Other paths are 404. */
async function serve(pages: Readonly<Record<string, Page>>, seen: IncomingMessage[] = []) {
  server = createServer((request, response) => {
    seen.push(request);
    const page = pages[request.url ?? ''];
    if (page === 'silent') return;
    if (page === 'cut') return void response.destroy();
    if (page === 'html') return void response.setHeader('content-type', 'text/html').end('<!doctype html>');
    response.statusCode = page === undefined ? 404 : 200;
    response.setHeader('content-type', 'application/json').end(JSON.stringify(page ?? { error: 'not found' }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

async function readWindows(baseUrl: string, signal = new AbortController().signal, key?: string) {
  const apiKey = key === undefined ? undefined : new Secret(key);
  const setup = { id: 'compatible', apiKey, baseUrl, idleTimeoutMs: () => 60_000 };
  const models = await compatibleProvider.create(setup).models(signal);
  return models.map(({ id, contextWindow }) => [id, contextWindow]);
}

const list = (...rows: readonly object[]) => ({ object: 'list', data: rows });
const llamaList = list({ id: 'model.gguf', owned_by: 'llamacpp', meta: { n_ctx_train: 131_072 } });
const llamaProps = { default_generation_settings: { n_ctx: 16_384 }, total_slots: 1 };

it('uses the loaded context of LM Studio, and for a model that is not loaded at most its maximum', async () => {
  const url = await serve({
    '/v1/models': list({ id: 'loaded' }, { id: 'idle' }, { id: 'small' }),
    '/api/v0/models': list(
      { id: 'loaded', state: 'loaded', max_context_length: 131_072, loaded_context_length: 8_192 },
      { id: 'idle', state: 'not-loaded', max_context_length: 131_072 },
      { id: 'small', state: 'not-loaded', max_context_length: 4_096 },
    ),
  });
  expect(await readWindows(url)).toEqual([
    ['loaded', 8_192],
    ['idle', 32_768],
    ['small', 4_096],
  ]);
});

it('uses the context with which llama.cpp was started, not the one of the training', async () => {
  const url = await serve({ '/v1/models': llamaList, '/props': llamaProps });
  expect(await readWindows(`${url}/v1`)).toEqual([['model.gguf', 16_384]]);
});

it('uses no context of llama.cpp for a server with several models', async () => {
  const url = await serve({ '/v1/models': list({ id: 'a' }, { id: 'b' }), '/props': llamaProps });
  expect(await readWindows(url)).toEqual([
    ['a', 32_768],
    ['b', 32_768],
  ]);
});

it('requests nothing else if the list has the contexts, as that of vLLM', async () => {
  const seen: IncomingMessage[] = [];
  const url = await serve({ '/v1/models': list({ id: 'm', max_model_len: 40_960 }), '/props': llamaProps }, seen);
  expect(await readWindows(url)).toEqual([['m', 40_960]]);
  expect(seen.map((request) => request.url)).toEqual(['/v1/models']);
});

it('sends the key of the server, below the path of its API', async () => {
  const seen: IncomingMessage[] = [];
  const url = await serve({ '/lab/v1/models': llamaList, '/lab/props': llamaProps }, seen);
  expect(await readWindows(`${url}/lab/v1/`, undefined, 'lab-key')).toEqual([['model.gguf', 16_384]]);
  expect(new Set(seen.map(({ headers }) => headers.authorization))).toEqual(new Set(['Bearer lab-key']));
});

it.each<[string, Page | undefined]>([
  ['has no such page', undefined],
  ['sends a web page', 'html'],
  ['closes the connection', 'cut'],
  ['does not respond', 'silent'],
  ['sends another shape', { default_generation_settings: { n_ctx: 0 }, data: [{ id: 'm' }, null, 7] }],
])('uses the default if the server %s', async (_what, page) => {
  const pages = page === undefined ? {} : { '/props': page, '/api/v0/models': page };
  const url = await serve({ '/v1/models': list({ id: 'm' }), ...pages });
  expect(await readWindows(url)).toEqual([['m', 32_768]]);
});

it('uses the default if the request is aborted meanwhile', async () => {
  const abort = new AbortController();
  const url = await serve({ '/v1/models': list({ id: 'm' }), '/props': 'silent', '/api/v0/models': 'silent' });
  server?.on('request', (request: IncomingMessage) => {
    if (request.url === '/props') abort.abort();
  });
  expect(await readWindows(url, abort.signal)).toEqual([['m', 32_768]]);
});

it('ignores implausible context windows', async () => {
  const rows = [1e300, -5, 0, '9', null, {}].map((context_length, at) => ({ id: `m${at}`, context_length }));
  const url = await serve({ '/v1/models': list(...rows) });
  expect(new Set((await readWindows(url)).map(([, window]) => window))).toEqual(new Set([32_768]));
});

it('reads long lists in linear time', async () => {
  const rows = Array.from({ length: 80_000 }, (_, at) => ({ id: `m${at}`, max_context_length: 4_096 }));
  const models = rows.map(({ id }) => ({ id }));
  const url = await serve({ '/v1/models': list(...models), '/api/v0/models': list(...rows) });
  const started = cpuNow();
  expect((await readWindows(url)).at(-1)).toEqual(['m79999', 4_096]);
  expect(cpuNow() - started).toBeLessThan(2_000);
});

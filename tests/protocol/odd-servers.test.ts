// A model server with odd habits that also rejects every invalid request: sessions stay usable, whatever it streams.
// Proves: MP-2
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';

import type { GatewayClient } from '#contract/wire/client-api.ts';
import { createOddStream } from '../fuzz/odd-streams.ts';
import { checkChatCompletion } from '../fuzz/strict-server.ts';
import { connectTo } from '../kill/connect.ts';
import { createRandom } from '../kill/random.ts';
import { startProtocolHost, TOKEN, type ProtocolHost } from './support/protocol-host.ts';

const SESSIONS = 4;
const TURNS = 15;
/** Tools that no agent has, so their calls fail immediately without an approval. */
const UNKNOWN_TOOLS = ['web-search', 'mcp__notes__add'] as const;

const random = createRandom(4_711);
const broken: string[] = [];
let requests = 0;
let server: Server;
let host: ProtocolHost;
let client: GatewayClient;

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (request.method !== 'POST') return void response.writeHead(404).end();
      requests += 1;
      const body = JSON.parse(Buffer.concat(chunks).toString()) as { readonly messages: readonly { role: string }[] };
      try {
        checkChatCompletion(body);
      } catch (error) {
        broken.push(`${String(error)} ${JSON.stringify(body.messages)}`);
      }
      const isLast = body.messages.at(-1)?.role === 'tool' && random.chance(0.6);
      const { bytes } = createOddStream(random, { mostCalls: isLast ? 0 : 3, names: UNKNOWN_TOOLS });
      response.writeHead(200, { 'content-type': 'text/event-stream' }).end(Buffer.concat(bytes));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server has a port.
  const { port } = server.address() as AddressInfo;
  const config = { providers: { 'compatible-odd': { baseUrl: `http://127.0.0.1:${port}` } } };
  host = await startProtocolHost(() => ({ steps: [{ say: 'unused' }] }), { config });
  client = await connectTo(host.address.origin, TOKEN);
  await client.request('setup.choose', { workspace: host.workspace, done: true });
});
afterAll(async () => {
  client.stop();
  await host.stop();
  server.close();
});

it('every request is valid and every turn ends, in one session after another', async () => {
  for (let session = 0; session < SESSIONS; session += 1) {
    const key = `agent:main:odd-${session}`;
    await client.request('sessions.create', { key });
    await client.request('sessions.patch', { key, model: 'compatible-odd/m' });
    for (let turn = 0; turn < TURNS; turn += 1) {
      const idempotencyKey = `odd-${session}-${turn}`;
      await client.request('chat.send', { sessionKey: key, message: `turn ${turn}`, idempotencyKey });
      expect(await client.request('agent.wait', { runId: idempotencyKey })).toMatchObject({ status: 'ok' });
    }
  }
  expect(requests).toBeGreaterThan(SESSIONS * TURNS);
  expect(broken).toEqual([]);
});

// The model table is downloaded only on request, and a failed download changes nothing.
// Proves: US-5
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { SHIPPED_MODELS } from '#core/models/shipped-models.ts';
import { connectTo } from '#tests/kill/connect.ts';
import {
  modelTable,
  startTableServer,
  tableModel,
  type TableAnswer,
  type TableServer,
} from '#tests/support/table-server.ts';
import { MODEL, startProtocolHost, TOKEN, type ProtocolHost } from './support/protocol-host.ts';

const NAME = MODEL.replace('anthropic/', '');
let tables: TableServer;
let gateway: ProtocolHost;
let client: GatewayClient;

beforeAll(async () => {
  tables = await startTableServer();
  const config = { models: { tableUrl: tables.url }, network: { allow: [tables.service] } };
  gateway = await startProtocolHost(() => ({ steps: [{ say: 'Hi' }], usage: { input: 1_000_000, output: 0 } }), {
    config,
  });
  client = await connectTo(gateway.address.origin, TOKEN);
  await client.request('setup.choose', { model: MODEL, workspace: gateway.workspace, done: true });
});
afterAll(async () => {
  client.stop();
  await gateway.stop();
  await tables.close();
});
beforeEach(async () => void (await client.request('models.reset', {})));

let turns = 0;
/** The cost of one call with a million tokens, US dollars. */
async function costOfCall(): Promise<number> {
  const sessionKey = `agent:main:priced-${(turns += 1)}`;
  const idempotencyKey = `run-${turns}`;
  await client.request('chat.send', { sessionKey, message: 'Hi', idempotencyKey });
  await client.request('agent.wait', { runId: idempotencyKey, timeoutMs: 30_000 });
  const { sessions } = await client.request('sessions.usage', { key: sessionKey });
  return sessions[0]?.usage?.totalCost ?? Number.NaN;
}

it('uses the built-in table and downloads nothing until it is asked to', async () => {
  const table = await client.request('models.table', {});
  expect(table).toMatchObject({ origin: 'built-in', date: SHIPPED_MODELS.date, url: tables.url });
  expect(await costOfCall()).toBe(3);
  expect(tables.count()).toBe(0);
});

it('prices calls with the downloaded table until it is reset', async () => {
  tables.answer(modelTable({ [NAME]: tableModel() }));
  const table = await client.request('models.refresh', {});
  expect(table).toMatchObject({ origin: 'downloaded', source: tables.url, models: 1 });
  expect(table.date > SHIPPED_MODELS.date).toBe(true);
  expect(await costOfCall()).toBe(8);
  expect((await client.request('usage.cost', {})).pricesAsOf).toBe(table.date);
  expect(await client.request('models.reset', {})).toMatchObject({ origin: 'built-in' });
  expect(await costOfCall()).toBe(3);
  expect((await client.request('usage.cost', {})).pricesAsOf).toBe(SHIPPED_MODELS.date);
  const { entries } = await client.request('audit.entries', { limit: 2 });
  expect(entries.map(({ action }) => action)).toContain('models.reset');
});

it('prefers prices in the configuration', async () => {
  tables.answer(modelTable({ [NAME]: tableModel() }));
  await client.request('models.refresh', {});
  const setPrice = async (price: object | null) => {
    const { hash } = await client.request('config.get', {});
    await client.request('config.patch', { raw: JSON.stringify({ prices: { [MODEL]: price } }), baseHash: hash ?? '' });
  };
  await setPrice({ input: 1, output: 1 });
  expect(await costOfCall()).toBe(1);
  await setPrice(null);
  expect(await costOfCall()).toBe(8);
});

describe('a failed download', () => {
  const json = { 'content-type': 'application/json' };
  it.each<[string, TableAnswer, string]>([
    ['a server error', (response) => response.writeHead(500).end('no'), 'MODEL_TABLE_UNAVAILABLE'],
    ['a closed connection', (response) => response.destroy(), 'MODEL_TABLE_UNAVAILABLE'],
    ['a web page', (response) => response.writeHead(200).end('<html>Sign in</html>'), 'MODEL_TABLE_INVALID'],
    [
      'a truncated table',
      (response) => response.writeHead(200, json).end('{"anthropic": {"models": {'),
      'MODEL_TABLE_INVALID',
    ],
    ['a list', [], 'MODEL_TABLE_INVALID'],
    ['other providers only', { elsewhere: { models: { [NAME]: tableModel() } } }, 'MODEL_TABLE_INVALID'],
    [
      'implausible values only',
      modelTable({ [NAME]: tableModel({ limit: { context: -1, output: 5 } }) }),
      'MODEL_TABLE_INVALID',
    ],
    [
      'another host',
      (response) => response.writeHead(302, { location: 'http://127.0.0.2:1/x' }).end(),
      'MODEL_TABLE_UNAVAILABLE',
    ],
    ['an endless response', flood, 'MODEL_TABLE_INVALID'],
  ])('keeps the current table: %s', async (_, answer, code) => {
    tables.answer(modelTable({ [NAME]: tableModel() }));
    const before = await client.request('models.refresh', {});
    tables.answer(answer);
    await expect(client.request('models.refresh', {})).rejects.toMatchObject({
      message: expect.stringContaining('The current table was kept.'),
      details: { code, hint: expect.any(String) },
    });
    expect(await client.request('models.table', {})).toEqual(before);
    expect(await costOfCall()).toBe(8);
  });

  it("is stopped when its caller disconnects, and doesn't block the next one", async () => {
    const asked = Promise.withResolvers<void>();
    const stopped = Promise.withResolvers<void>();
    tables.answer((response) => {
      response.on('close', () => stopped.resolve());
      asked.resolve();
    });
    const other = await connectTo(gateway.address.origin, TOKEN);
    const request = other.request('models.refresh', {});
    request.catch(() => undefined);
    await asked.promise;
    other.stop();
    await stopped.promise;
    await expect(request).rejects.toThrow();
    tables.answer(modelTable({ [NAME]: tableModel() }));
    expect(await client.request('models.refresh', {})).toMatchObject({ origin: 'downloaded' });
  });

  it('makes no unencrypted request and none to a private address unless the address is allowed', async () => {
    const before = tables.count();
    const useUrl = async (tableUrl: string) => {
      const { hash } = await client.request('config.get', {});
      await client.request('config.patch', { raw: JSON.stringify({ models: { tableUrl } }), baseHash: hash ?? '' });
    };
    const port = new URL(tables.url).port;
    await useUrl(`http://localhost:${port}/api.json`);
    await expect(client.request('models.refresh', {})).rejects.toMatchObject({
      details: { code: 'MODEL_TABLE_INSECURE' },
    });
    await useUrl(`https://localhost:${port}/api.json`);
    await expect(client.request('models.refresh', {})).rejects.toMatchObject({
      message: expect.stringContaining('network.allow'),
      details: { code: 'MODEL_TABLE_UNAVAILABLE' },
    });
    expect(tables.count()).toBe(before);
    for (const url of ['http://', 'http://[', 'http://a b', 'https://']) {
      await useUrl(url);
      await expect(client.request('models.refresh', {})).rejects.toMatchObject({
        message: expect.stringContaining("This isn't a web address."),
        details: { code: 'MODEL_TABLE_UNAVAILABLE', hint: 'Check models.tableUrl in the configuration.' },
      });
    }
    await useUrl(tables.url);
  });

  it('names the address without a host to which a server redirects', async () => {
    tables.answer((response) => response.writeHead(302, { location: 'file:///etc/hosts' }).end());
    await expect(client.request('models.refresh', {})).rejects.toMatchObject({
      message: expect.stringContaining('The server redirects to file:///etc/hosts.'),
    });
  });
});

function flood(response: Parameters<Extract<TableAnswer, (...given: never[]) => unknown>>[0]): void {
  const piece = ' '.repeat(1024 * 1024);
  const more = (): void => {
    while (!response.destroyed && response.write(piece)) continue;
    if (!response.destroyed) response.once('drain', more);
  };
  response.writeHead(200, { 'content-type': 'application/json' });
  more();
}

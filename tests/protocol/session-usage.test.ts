// What sessions have used, over a real socket: the sums are those of the model server.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { SHIPPED_MODELS } from '#core/models/shipped-models.ts';
import { connectTo } from '#tests/kill/connect.ts';
import { MODEL, startProtocolHost, TOKEN, type ProtocolHost } from './support/protocol-host.ts';

const USAGE = { input: 100, output: 20 };
let host: ProtocolHost;
let client: GatewayClient;

beforeAll(async () => {
  host = await startProtocolHost(
    (request) => {
      const called = JSON.stringify(request.body.messages.at(-1)).includes('tool_result');
      return { steps: called ? [{ say: 'done' }] : [{ call: 'list', input: { path: '.' } }], usage: USAGE };
    },
    // The call for a title would be counted, too.
    { config: { titles: { automatic: false } } },
  );
  client = await connectTo(host.address.origin, TOKEN);
  await client.request('setup.choose', { model: MODEL, workspace: host.workspace });
  for (const [key, idempotencyKey] of [
    ['agent:main:paid', 'paid-run-1'],
    ['agent:main:other', 'paid-run-2'],
  ] as const) {
    await client.request('chat.send', { sessionKey: key, message: 'look', idempotencyKey });
    await client.request('agent.wait', { runId: idempotencyKey });
  }
});
afterAll(async () => {
  client.stop();
  await host.stop();
});

it('adds up sessions to the total of usage.cost', async () => {
  const { sessions, totals, aggregates } = await client.request('sessions.usage', {});
  const used = sessions.map(({ key, usage }) => `${key} ${usage?.calls} ${usage?.totalTokens}`);
  expect(used.toSorted()).toEqual(['agent:main:other 2 240', 'agent:main:paid 2 240']);
  const cost = await client.request('usage.cost', {});
  expect(totals).toEqual(cost.totals);
  expect(cost.pricesAsOf).toBe(SHIPPED_MODELS.date);
  expect(totals.totalCost).toBeGreaterThan(0);
  expect(aggregates.messages).toEqual({ total: 6, user: 2, assistant: 4, toolCalls: 2, toolResults: 2, errors: 0 });
  expect(aggregates.tools).toEqual({ totalCalls: 2, uniqueTools: 1, tools: [{ name: 'list', count: 2 }] });
  expect(aggregates.byModel).toMatchObject([{ provider: 'anthropic', model: MODEL.slice(10), count: 4 }]);
  const one = await client.request('sessions.usage', { key: 'paid', range: 'all' });
  expect([one.sessions.length, one.totals.totalTokens, one.aggregates.sessionCount]).toEqual([1, 240, 1]);
  const before = await client.request('sessions.usage', { startDate: '2020-01-01', endDate: '2020-01-31' });
  expect([before.totals.totalTokens, before.sessions[0]?.usage]).toEqual([0, null]);
});

it('includes deleted sessions', async () => {
  await client.request('sessions.delete', { key: 'agent:main:other' });
  const { sessions, totals } = await client.request('sessions.usage', {});
  expect(totals.totalTokens).toBe(480);
  expect(sessions.find(({ key }) => key === 'agent:main:other')).toMatchObject({ usage: { calls: 2 } });
});

it('returns one session over time and per message', async () => {
  const { points } = await client.request('sessions.usage.timeseries', { key: 'paid' });
  expect(points.map(({ cumulativeTokens }) => cumulativeTokens)).toEqual([120, 240]);
  expect(points.at(-1)?.cumulativeCost).toBeCloseTo(2 * (points[0]?.cost ?? 0));
  const { logs } = await client.request('sessions.usage.logs', { key: 'paid' });
  expect(logs.map(({ role, tokens }) => [role, tokens])).toEqual([
    ['user', undefined],
    ['assistant', 120],
    ['toolResult', undefined],
    ['assistant', 120],
  ]);
  expect(await client.request('sessions.usage.logs', { key: 'nowhere' })).toMatchObject({ logs: [] });
});

// The `health` event: after a lasting change, not after a message.
// Proves: GW-9
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { connectTo } from '#tests/kill/connect.ts';
import { MODEL, startProtocolHost, TOKEN, type ProtocolHost } from './support/protocol-host.ts';
import { findViolations } from './support/published-check.ts';
import { connected, type RawSocket } from './support/raw-socket.ts';

let host: ProtocolHost;
let client: GatewayClient;
let other: RawSocket;
beforeAll(async () => {
  host = await startProtocolHost(() => ({ steps: [{ say: 'Yes.' }] }));
  client = await connectTo(host.address.origin, TOKEN);
  other = await connected(host.url);
  await client.request('setup.choose', { model: MODEL, workspace: host.workspace });
});
afterAll(async () => {
  client.stop();
  other.close();
  await host.stop();
});

it('is sent once when heartbeats change, in the published form, with problems to Gatehouse clients', async () => {
  const own: unknown[] = [];
  client.on('health', (payload) => own.push(payload));
  for (const every of ['5m', '6m', '7m']) await client.request('set-heartbeats', { enabled: true, every });
  const { payload } = await other.event('health', ({ heartbeatSeconds }) => heartbeatSeconds === 420);
  expect(findViolations('Snapshot', { ...snapshot(), health: payload })).toEqual([]);
  expect(payload).not.toHaveProperty('problems');
  await expect.poll(() => own.at(-1)).toMatchObject({ heartbeatSeconds: 420, problems: [] });
});

it('is not sent for messages, but when an agent is created after them', async () => {
  const before = other.frames.filter(({ event }) => event === 'health').length;
  await client.request('chat.send', { sessionKey: 'main', message: 'Hello', idempotencyKey: 'health-1' });
  await client.request('agent.wait', { runId: 'health-1' });
  await client.request('agents.create', { name: 'Second', workspace: host.workspace });
  const isSecond = (payload: Readonly<Record<string, unknown>>) => JSON.stringify(payload['agents']).includes('Second');
  await other.event('health', isSecond);
  expect(other.frames.filter(({ event }) => event === 'health')).toHaveLength(before + 1);
});

function snapshot(): object {
  const hello = other.frames.find(({ payload }) => payload?.['type'] === 'hello-ok');
  return hello?.payload?.['snapshot'] as object;
}

// Many clients at the same time: an action requested many times happens once, and all clients get the same result.
// Proves: AP-1
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { connectTo } from '#tests/kill/connect.ts';
import { lastToolResults, lastUserText } from '#tests/support/model-server.ts';
import { startFaultHost, only, type FaultHost } from './support/fault-host.ts';
import { waitUntil } from '#tests/support/wait-until.ts';

const CLIENTS = 8;

async function connectClients({ host }: FaultHost): Promise<readonly GatewayClient[]> {
  const clients = await Promise.all(Array.from({ length: CLIENTS }, () => connectTo(host.origin, host.token)));
  onTestFinished(() => clients.forEach((client) => client.stop()));
  return clients;
}

it('messages with the same key start one run, even if sent concurrently or later', async () => {
  const fixture = await startFaultHost();
  const clients = await connectClients(fixture);
  const message = { sessionKey: 'agent:main:race', message: 'only once', idempotencyKey: 'the-key' };
  const answers = await Promise.all(clients.map((client) => client.request('chat.send', message)));
  expect(new Set(answers.map(({ runId }) => runId))).toEqual(new Set(['the-key']));
  await fixture.client.request('agent.wait', { runId: 'the-key', timeoutMs: 60_000 });
  expect((await fixture.client.request('chat.send', message)).status).toBe('ok');
  const { messages } = (await fixture.client.request('chat.history', { sessionKey: message.sessionKey })) as {
    readonly messages: readonly unknown[];
  };
  expect(messages).toHaveLength(2);
  expect(fixture.model.requests.filter((request) => lastUserText(request) === 'only once')).toHaveLength(1);
});

it('only the first of many answers to an approval counts, and the command runs at most once', async () => {
  const fixture = await startFaultHost({
    model: (request) =>
      lastToolResults(request).length > 0
        ? { steps: [{ say: 'Done.' }] }
        : { steps: [{ call: 'exec', input: { command: 'echo ran >> trace.txt' } }] },
  });
  const clients = await connectClients(fixture);
  for (let round = 0; round < 5; round += 1) {
    const key = `agent:main:race-${round}`;
    const run = fixture.say(key, 'go');
    const { approvalId: id } = await waitUntil('the approval', () =>
      fixture.events(key).find((event) => event.type === 'approval.requested'),
    );
    const outcomes = await Promise.allSettled(
      clients.map((client, index) =>
        client.request('approvals.resolve', { id, decision: (index + round) % 2 === 0 ? 'allow-once' : 'deny' }),
      ),
    );
    const events = await run;
    const { outcome } = only(events, 'approval.resolved');
    const told = outcomes.map((one) => (one.status === 'fulfilled' ? one.value.approval.outcome : one.reason));
    expect(told).toEqual(Array.from({ length: CLIENTS }, () => outcome));
    expect(events.filter(({ type }) => type === 'tool.started')).toHaveLength(outcome === 'deny' ? 0 : 1);
  }
  const allowed = Array.from({ length: 5 }, (_unused, round) =>
    only(fixture.events(`agent:main:race-${round}`), 'approval.resolved'),
  ).filter(({ outcome }) => outcome === 'allow-once');
  const trace = allowed.length === 0 ? '' : readFileSync(join(fixture.workspace, 'trace.txt'), 'utf8');
  expect(trace).toBe('ran\n'.repeat(allowed.length));
});

it('only one of many configuration writes with the same hash succeeds', async () => {
  const fixture = await startFaultHost();
  const clients = await connectClients(fixture);
  const { hash } = await fixture.client.request('config.get', {});
  const outcomes = await Promise.allSettled(
    clients.map((client, index) =>
      client.request('config.patch', { raw: `{"limits":{"modelRetries":${index + 2}}}`, baseHash: hash ?? '' }),
    ),
  );
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const outcome of outcomes)
    if (outcome.status === 'rejected')
      expect(outcome.reason).toMatchObject({
        code: 'INVALID_REQUEST',
        message: expect.stringMatching(/config\.get|changed/),
      });
});

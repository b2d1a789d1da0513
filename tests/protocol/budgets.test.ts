// Budgets over the wire: a model server that must not be called, a paused run, and both decisions about it.
// Proves: US-6
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BudgetWarning, PausedRun } from '#contract/types/budgets.ts';
import { waitUntil } from '../support/wait-until.ts';
import { startOwnClient, type OwnClient } from './support/own-client.ts';
import { MODEL, startProtocolHost, type ProtocolHost } from './support/protocol-host.ts';

let gateway: ProtocolHost;
let own: OwnClient;
const asked: string[] = [];

beforeAll(async () => {
  gateway = await startProtocolHost(
    (request) => {
      asked.push(JSON.stringify(request.body.messages));
      return { steps: [{ say: 'An answer.' }], usage: { input: 300_000, output: 1_000 } };
    },
    { config: { titles: { automatic: false } } },
  );
  own = startOwnClient(gateway.url);
  await own.client.request('setup.choose', { model: MODEL, workspace: gateway.workspace, done: true });
});
afterAll(async () => {
  own.stop();
  await gateway.stop();
});

const toKey = (name: string): string => `agent:main:${name}`;

async function send(name: string): Promise<void> {
  await own.client.request('chat.send', { sessionKey: toKey(name), message: name, idempotencyKey: name });
}

async function findPaused(name: string): Promise<PausedRun> {
  let found: PausedRun | undefined;
  await waitUntil('the paused run', async () => {
    const { paused } = await own.client.request('budgets.list', {});
    found = paused.find(({ sessionKey }) => sessionKey === toKey(name));
    return found !== undefined;
  });
  if (found === undefined) throw new Error('the run is not paused');
  return found;
}

describe('a budget in US dollars', () => {
  it('pauses a run until it is raised, counts the real cost, and warns', async () => {
    const { client } = own;
    const warnings: BudgetWarning[] = [];
    client.on('budgets.changed', ({ warning }) => void (warning !== undefined && warnings.push(warning)));
    const target = toKey('first');
    await client.request('budgets.set', { scope: 'session', target, period: 'day', maxCost: 0.01 });
    await send('first');
    const paused = await findPaused('first');
    expect(paused).toMatchObject({ scope: 'session', target, cost: 0, maxCost: 0.01, runId: 'first' });
    expect(paused.nextCost).toBeGreaterThan(0.01);
    expect(asked).toEqual([]);
    const { stopId } = paused;
    await expect(client.request('budgets.raise', { stopId, maxCost: 0.02 })).rejects.toMatchObject({
      details: { code: 'BUDGET_TOO_LOW' },
    });
    await client.request('budgets.raise', { stopId, maxCost: 1 });
    expect(await client.request('agent.wait', { runId: 'first' })).toMatchObject({ status: 'ok' });
    const { budgets } = await client.request('budgets.list', {});
    // 300,000 tokens at $6 and 1,000 at $22.50 per million: the price of long prompts.
    expect(budgets[0]?.use).toMatchObject({ tokens: 301_000, maxCost: 1 });
    expect(budgets[0]?.use?.cost).toBeGreaterThan(0.9);
    await waitUntil('the warning', () => warnings.length > 0);
    expect(warnings).toMatchObject([{ scope: 'session', target, sessionKey: target }]);
  });
});

describe('a run that a person stops at a budget', () => {
  it('ends with the reason, which the model gets in the next turn', async () => {
    const { client } = own;
    const { id } = await client.request('budgets.set', { scope: 'run', period: 'total', maxTokens: 100 });
    await send('second');
    await client.request('budgets.stop', { stopId: (await findPaused('second')).stopId });
    expect(await client.request('agent.wait', { runId: 'second' })).toMatchObject({ status: 'error' });
    await client.request('budgets.remove', { id });
    await client.request('chat.send', { sessionKey: toKey('second'), message: 'go on', idempotencyKey: 'third' });
    await client.request('agent.wait', { runId: 'third' });
    expect(asked.at(-1)).toContain('Stopped at a budget. The budget for this run is 100 tokens');
  });
});

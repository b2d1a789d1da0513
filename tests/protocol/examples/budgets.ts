// Budgets of sample sessions, so that they limit no other example.
import { waitUntil } from '#tests/support/wait-until.ts';
import { defineExamples } from './example.ts';
import type { ExampleWorld } from './world.ts';

const toKey = (name: string): string => `agent:main:${name}`;

export const BUDGET_EXAMPLES = defineExamples({
  'budgets.list': { params: async (world) => (await pause(world, 'harvest'), {}) },
  'budgets.set': {
    params: () => ({
      scope: 'session',
      target: toKey('sowing'),
      period: 'day',
      timeZone: 'Europe/Oslo',
      maxCost: 2.5,
    }),
  },
  'budgets.remove': { params: async (world) => ({ id: (await limit(world, 'compost')).id }) },
  'budgets.raise': { params: async (world) => ({ stopId: await pause(world, 'mulch'), maxTokens: 1_000_000 }) },
  'budgets.stop': { params: async (world) => ({ stopId: await pause(world, 'hedge') }) },
});

function limit({ client }: ExampleWorld, name: string) {
  return client.request('budgets.set', { scope: 'session', target: toKey(name), period: 'total', maxTokens: 100 });
}

/** A run that is paused at the budget of its session. */
async function pause(world: ExampleWorld, name: string): Promise<string> {
  await limit(world, name);
  const sessionKey = toKey(name);
  const message = 'How often do I water the beans?';
  await world.client.request('chat.send', { sessionKey, message, idempotencyKey: `budget-${name}` });
  let stopId = '';
  await waitUntil('the pause', async () => {
    const { paused } = await world.client.request('budgets.list', {});
    stopId = paused.find((run) => run.sessionKey === sessionKey)?.stopId ?? '';
    return stopId !== '';
  });
  return stopId;
}

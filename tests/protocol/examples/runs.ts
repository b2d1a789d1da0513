// Runs, and their queue.
import { waitUntil } from '#tests/support/wait-until.ts';
import { defineExamples } from './example.ts';
import type { ExampleWorld } from './world.ts';

const caller = async (world: ExampleWorld) => (await world.crowd()).socket;

export const RUN_EXAMPLES = defineExamples({
  'runs.list': { params: async (world) => ({ key: await world.session('beans'), limit: 2 }) },
  'runs.timeline': { params: async (world) => ({ runId: await lastRun(world) }) },
  'runs.request': {
    params: async (world) => {
      const { steps } = await world.client.request('runs.timeline', { runId: await lastRun(world) });
      const request = steps.find((step) => step.kind === 'request');
      return { requestId: request?.requestId ?? '' };
    },
  },
  'runs.continue': { params: async (world) => ({ waitId: await waitingRun(world) }) },
  'runs.queue.list': {
    caller,
    params: async (world) => {
      await (await world.crowd()).queue('water-the-beans');
      return {};
    },
  },
  'runs.queue.move': {
    caller,
    params: async (world) => {
      const crowd = await world.crowd();
      const beforeRunId = await crowd.queue('water-the-beans');
      return { runId: await crowd.queue('weed-the-peas'), beforeRunId };
    },
  },
  'runs.queue.cancel': {
    caller,
    params: async (world) => ({ runId: await (await world.crowd()).queue('prune-the-roses') }),
  },
});

/** A run whose provider is limited for an hour. */
async function waitingRun({ client }: ExampleWorld): Promise<string> {
  const sessionKey = 'agent:main:busy';
  const message = 'It is a busy day for the model.';
  await client.request('chat.send', { sessionKey, message, idempotencyKey: 'busy-day' });
  let waitId = '';
  await waitUntil('the wait', async () => {
    const { session } = await client.request('sessions.describe', { key: sessionKey });
    waitId = session?.quota?.waitId ?? '';
    return waitId !== '';
  });
  return waitId;
}

async function lastRun(world: ExampleWorld): Promise<string> {
  const { runs } = await world.client.request('runs.list', { key: await world.session('beans'), limit: 1 });
  return runs[0]?.runId ?? '';
}

// Runs, and their queue.
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

async function lastRun(world: ExampleWorld): Promise<string> {
  const { runs } = await world.client.request('runs.list', { key: await world.session('beans'), limit: 1 });
  return runs[0]?.runId ?? '';
}

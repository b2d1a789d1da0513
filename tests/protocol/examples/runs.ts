// The queue of runs.
import { defineExamples } from './example.ts';
import type { ExampleWorld } from './world.ts';

const caller = async (world: ExampleWorld) => (await world.crowd()).socket;

export const RUN_EXAMPLES = defineExamples({
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

// Dispatches on a small repository.
import { waitUntil } from '#tests/support/wait-until.ts';
import { defineExamples } from './example.ts';
import { openSample } from './worktrees.ts';
import type { ExampleWorld } from './world.ts';

export const DISPATCH_EXAMPLES = defineExamples({
  'dispatches.create': {
    params: (world) => ({
      prompt: 'Fix the typo',
      folder: openSample(world),
      entries: [{ agentId: 'main' }, { agentId: 'main', thinkingLevel: 'high' }],
      idempotencyKey: 'fix-the-typo',
    }),
  },
  // The newest one only: others can still be starting, and get their branches in any order.
  'dispatches.list': { params: async (world) => (await create(world), { limit: 1 }) },
  'dispatches.get': { params: async (world) => ({ id: (await create(world)).id }) },
  // It has been started.
  'dispatches.retry': {
    params: async (world) => {
      const { id, entries } = await create(world);
      return { id, entryId: entries[0]?.id ?? '' };
    },
    refusal: 'INVALID_REQUEST',
  },
  'dispatches.test': { params: async (world) => ({ id: (await create(world)).id, command: 'git status' }) },
  'dispatches.archive': { params: async (world) => ({ id: (await create(world)).id }) },
  'dispatches.restore': {
    params: async (world) => {
      const { id } = await create(world);
      await world.client.request('dispatches.archive', { id });
      return { id };
    },
  },
});

let created = 0;

/** A dispatch that has started. */
async function create(world: ExampleWorld) {
  created += 1;
  const { dispatch } = await world.client.request('dispatches.create', {
    prompt: `Task ${created}`,
    folder: openSample(world),
    entries: [{ agentId: 'main' }],
    idempotencyKey: `example-${created}`,
  });
  return waitUntil('the start', async () => {
    const { dispatch: now } = await world.client.request('dispatches.get', { id: dispatch.id });
    return now.entries.every(({ state }) => state === 'started') ? now : undefined;
  });
}

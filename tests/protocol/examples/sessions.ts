// Sessions and who is here.
import { defineExamples } from './example.ts';
import type { ExampleWorld } from './world.ts';

const TURNS_WORTH_A_SUMMARY = 8;

export const SESSION_EXAMPLES = defineExamples({
  'sessions.list': {
    params: async (world) => {
      await world.session('beans');
      return { limit: 2, includeLastMessage: true };
    },
  },
  'sessions.describe': { params: async (world) => ({ key: await world.session('beans') }) },
  'sessions.create': { params: () => ({ agentId: 'main', label: 'Kitchen garden' }) },
  'sessions.patch': {
    params: async (world) => ({ key: await world.session('patched'), label: 'Beans', pinned: true }),
  },
  'sessions.reset': { params: async (world) => ({ key: await world.session('reset') }) },
  'sessions.delete': { params: async (world) => ({ key: await world.session('deleted') }) },
  'sessions.restore': {
    params: async (world) => {
      const key = await world.session('restored');
      await world.client.request('sessions.delete', { key });
      return { key };
    },
  },
  'sessions.compact': { params: async (world) => ({ key: await longSession(world, 'compacted') }) },
  'sessions.compaction.undo': { params: (world) => compacted(world, 'compaction-undone') },
  'sessions.compaction.edit': {
    params: async (world) => ({
      ...(await compacted(world, 'compaction-edited')),
      summary: 'The beans want water every second morning.',
    }),
  },
  'sessions.abort': { params: async (world) => ({ key: await world.busySession('stopped') }) },
  'sessions.subscribe': {},
  'sessions.messages.subscribe': { params: async (world) => ({ key: await world.session('beans') }) },
  'sessions.messages.unsubscribe': { params: async (world) => ({ key: await world.session('beans') }) },
  'sessions.watch': { params: async (world) => ({ key: await world.session('beans'), items: 1 }) },
  'sessions.unwatch': { params: async (world) => ({ key: await world.session('beans') }) },
  'sessions.items': {
    params: async (world) => {
      const key = await world.session('beans');
      return { key, beforeSeq: (await world.items(key)).at(-1)?.seq ?? 1, limit: 1 };
    },
  },
  'sessions.item.get': {
    params: async (world) => {
      const key = await world.session('beans');
      return { key, itemId: (await world.items(key)).at(-1)?.id ?? '' };
    },
  },
  'system-presence': {},
});

async function longSession(world: ExampleWorld, name: string): Promise<string> {
  const key = await world.session(name);
  for (let turn = 0; turn < TURNS_WORTH_A_SUMMARY; turn += 1) await world.turn(key, 'And the peas?');
  return key;
}

/** A session with a summary, and the number of its event. */
export async function compacted(world: ExampleWorld, name: string) {
  const key = await longSession(world, name);
  await world.client.request('sessions.compact', { key });
  return { key, seq: (await world.items(key)).find((item) => item.kind === 'divider')?.seq ?? 1 };
}

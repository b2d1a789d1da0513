// Rewinding, branches, forks, checkpoints, search.
import { defineExamples } from './example.ts';
import { compacted } from './sessions.ts';
import type { ExampleWorld } from './world.ts';

export const SESSION_HISTORY_EXAMPLES = defineExamples({
  'sessions.rewind': { params: (world) => secondMessage(world, 'rewound') },
  'sessions.branches.list': { params: async (world) => ({ sessionKey: await branched(world, 'branches') }) },
  'sessions.branches.points': { params: async (world) => ({ key: await branched(world, 'points') }) },
  'sessions.branches.switch': {
    params: async (world) => {
      const sessionKey = await branched(world, 'switched');
      const { branches } = await world.client.request('sessions.branches.list', { sessionKey });
      return { sessionKey, leafEntryId: branches.at(-1)?.leafEntryId ?? '' };
    },
  },
  'sessions.fork': { params: (world) => secondMessage(world, 'forked') },
  'sessions.compaction.list': { params: async (world) => ({ key: (await compacted(world, 'checkpoints')).key }) },
  'sessions.compaction.branch': { params: (world) => checkpoint(world, 'checkpoint-forked') },
  'sessions.compaction.restore': { params: (world) => checkpoint(world, 'checkpoint-restored') },
  'sessions.conversations.list': {
    params: async (world) => {
      const key = await world.session('closed');
      await world.client.request('sessions.reset', { key });
      return { key };
    },
  },
  'sessions.search': {
    params: async (world) => ({ sessionKeys: [await world.session('beans')], query: 'water', limit: 1 }),
  },
});

async function secondMessage(world: ExampleWorld, name: string) {
  const sessionKey = await world.session(name);
  await world.turn(sessionKey, 'And the peas?');
  const entry = (await world.items(sessionKey)).findLast((item) => item.kind === 'user');
  return { sessionKey, entryId: entry?.id ?? '' };
}

async function branched(world: ExampleWorld, name: string): Promise<string> {
  const place = await secondMessage(world, name);
  await world.client.request('sessions.rewind', place);
  await world.turn(place.sessionKey, 'And the leeks?');
  return place.sessionKey;
}

async function checkpoint(world: ExampleWorld, name: string) {
  const { key, seq } = await compacted(world, name);
  return { key, checkpointId: String(seq) };
}

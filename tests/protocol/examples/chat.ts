// Conversations.
import { defineExamples } from './example.ts';
import type { ExampleWorld } from './world.ts';

export const CHAT_EXAMPLES = defineExamples({
  'chat.send': {
    params: () => ({
      sessionKey: 'main',
      message: 'How often do I water the beans?',
      idempotencyKey: '5b3f0c9e-1f0a-4c57-9d8e-0d6c1f1d2a10',
    }),
  },
  'chat.history': { params: async (world) => ({ sessionKey: await world.session('beans'), limit: 50 }) },
  'chat.startup': { params: async (world) => ({ sessionKey: await world.session('beans') }) },
  'chat.abort': { params: async (world) => ({ sessionKey: await world.busySession('long-plan') }) },
  'chat.metadata': { params: () => ({ agentId: 'main' }) },
  'commands.list': { params: () => ({ agentId: 'main', scope: 'text', includeArgs: false }) },
  agent: {
    twice: true,
    params: () => ({
      message: 'How often do I water the beans?',
      sessionKey: 'agent:main:from-a-program',
      idempotencyKey: 'b7a5d1a2-2b89-4f0c-8a53-0c5d4c3e9f21',
    }),
  },
  'agent.wait': {
    params: async (world) => ({ runId: await world.turn('agent:main:waited-for', 'And the peas?'), timeoutMs: 10_000 }),
  },
  'chat.concurrent': {
    params: async (world) => ({
      sessionKey: await world.busySession('long-plan-2'),
      message: 'How often do I water the beans?',
      idempotencyKey: 'c3d1a2b4-8a53-4f0c-9b89-5d4c3e9f21b7',
    }),
  },
  'chat.resend': {
    params: async (world) => {
      const sessionKey = await world.session('resend');
      const [first] = await world.items(sessionKey);
      return {
        sessionKey,
        messageId: first?.id ?? '',
        message: 'How often do I water the peas?',
        idempotencyKey: '0f5e8f6a-6c2e-4a9e-9c0b-8d3b7e6a4c55',
      };
    },
  },
  'chat.queue.edit': {
    params: async (world) => {
      const { sessionKey, last } = await waiting(world, 'queue-edit');
      return { sessionKey, messageId: last, message: 'And the pumpkins?' };
    },
  },
  'chat.queue.move': {
    params: async (world) => {
      const { sessionKey, first, last } = await waiting(world, 'queue-move');
      return { sessionKey, messageId: last, beforeId: first };
    },
  },
  'chat.queue.cancel': {
    params: async (world) => {
      const { sessionKey, last } = await waiting(world, 'queue-withdraw');
      return { sessionKey, messageId: last };
    },
  },
});

/** A busy session with two messages that wait. */
async function waiting({ client, busySession }: ExampleWorld, name: string) {
  const sessionKey = await busySession(name);
  for (const message of ['And the peas?', 'And the roses?'])
    await client.request('chat.send', {
      sessionKey,
      message,
      idempotencyKey: `${name} ${message}`,
      queueMode: 'followup',
    });
  const { view } = await client.request('sessions.watch', { key: sessionKey });
  await client.request('sessions.unwatch', { key: sessionKey });
  const ids = (view?.queue ?? []).map(({ messageId }) => messageId);
  return { sessionKey, first: ids[0] ?? '', last: ids.at(-1) ?? '' };
}

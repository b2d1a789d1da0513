// Looks at sessions, and writes by other names.
import { defineExamples } from './example.ts';

export const SESSION_READ_EXAMPLES = defineExamples({
  'sessions.preview': { params: async (world) => ({ keys: [await world.session('beans'), 'nowhere'] }) },
  'sessions.resolve': { params: async (world) => ({ key: await world.session('beans') }) },
  'sessions.get': { params: async (world) => ({ key: await world.session('beans'), limit: 2 }) },
  'sessions.observer.visibility': { params: () => ({ visible: true }) },
  'sessions.viewers.set': { params: async (world) => ({ sessionKeys: [await world.session('beans')] }) },
  'sessions.groups.list': {},
  'chat.message.get': {
    params: async (world) => {
      const sessionKey = await world.session('beans');
      return { sessionKey, messageId: (await world.items(sessionKey))[0]?.id ?? '' };
    },
  },
  'taskSuggestions.list': {},
  'sessions.usage': { params: async (world) => ({ key: await world.session('beans') }) },
  'sessions.usage.timeseries': { params: async (world) => ({ key: await world.session('beans') }) },
  'sessions.usage.logs': { params: async (world) => ({ key: await world.session('beans'), limit: 2 }) },
  'sessions.context': { params: async (world) => ({ key: await world.session('beans') }) },
  'sessions.context.text': { params: async (world) => ({ key: await world.session('beans'), id: 'identity' }) },
  'sessions.send': {
    params: async (world) => ({
      key: await world.session('sent-to'),
      message: 'And now?',
      idempotencyKey: 'example-send',
    }),
  },
  'sessions.steer': {
    params: async (world) => ({
      key: await world.session('steered'),
      message: 'Stop, the peas first.',
      idempotencyKey: 'example-steer',
    }),
  },
  'sessions.side.ask': {
    params: async (world) => ({
      key: await world.session('beans'),
      question: 'Why beans?',
      idempotencyKey: 'example-side',
    }),
  },
  'sessions.spawn': { params: () => ({ agentId: 'main', label: 'Compost' }) },
  'sessions.patchMany': {
    params: async (world) => ({ targets: [{ key: await world.session('patched-too') }], patch: { unread: false } }),
  },
  'sessions.groups.put': { params: () => ({ names: ['Garden', 'House'] }) },
  'sessions.groups.rename': {
    params: async (world) => {
      await world.client.request('sessions.groups.put', { names: ['Garden', 'House'] });
      return { name: 'House', to: 'Home' };
    },
  },
  'sessions.groups.delete': {
    params: async (world) => {
      await world.client.request('sessions.groups.put', { names: ['Garden', 'Home'] });
      return { name: 'Home' };
    },
  },
  'chat.inject': {
    params: async (world) => ({
      sessionKey: await world.session('noted'),
      message: 'It rained last night.',
      label: 'note',
    }),
  },
});

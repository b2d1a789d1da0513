// The host itself: health, agents, models, providers, configuration, usage, logs, audit.
import { defineExamples } from './example.ts';
import type { ExampleWorld } from './world.ts';
import { MODEL } from '../support/protocol-host.ts';

/** A push service of a browser's vendor. The sample caller is neither a browser nor a device, so it can't subscribe. */
const PUSH = { endpoint: 'https://push.example.org/to/one' };
const PUSH_KEYS = {
  p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
  auth: 'BTBZMqHH6r4Tts7J_aSIgg',
};

export const SYSTEM_EXAMPLES = defineExamples({
  health: {},
  status: { params: () => ({ includeChannelSummary: false }) },
  'system.info': {},
  'models.list': { params: () => ({ view: 'configured' }) },
  'models.authStatus': {},
  'models.probe': { params: () => ({ provider: 'demo' }) },
  'models.authLogout': { params: () => ({ provider: 'openai' }) },
  'models.table': {},
  'models.refresh': { refusal: 'INVALID_REQUEST' },
  'models.reset': {},
  'agents.list': {},
  'agents.settings.list': {},
  'agents.status': { params: async (world) => (await world.busySession('long-work'), { agentId: 'main' }) },
  'agents.create': { params: () => ({ name: 'Gardener', emoji: '🌱' }) },
  'agents.duplicate': { params: () => ({ agentId: 'main', name: 'Second pair of eyes' }) },
  'agents.roster.list': {},
  'agents.roster.create': { params: () => ({ roles: ['reviewer'] }) },
  'agents.update': { params: async (world) => ({ agentId: await agent(world, 'Renamed'), name: 'Head gardener' }) },
  'agents.delete': { params: async (world) => ({ agentId: await agent(world, 'Not needed'), deleteFiles: false }) },
  'agents.settings.get': { params: () => ({ agentId: 'main' }) },
  'agents.settings.set': {
    params: async (world) => ({ agentId: await agent(world, 'Careful'), approvalMode: 'ask', maxTurns: 20 }),
  },
  'agent.identity.get': { params: () => ({ agentId: 'main' }) },
  'providers.list': {},
  'providers.set': { params: () => ({ id: 'ollama', enabled: false }) },
  'providers.test': { params: () => ({ id: 'demo' }) },
  'setup.status': {},
  'setup.choose': { params: () => ({ model: MODEL, done: true }) },
  'preferences.get': {},
  'preferences.set': { params: () => ({ preferences: { theme: 'dark', enterSends: true } }) },
  'config.get': {},
  'config.patch': {
    params: async (world) => ({ raw: '{"limits":{"modelRetries":3}}', baseHash: await configHash(world) }),
  },
  'config.set': { params: (world) => wholeFile(world) },
  'config.apply': { params: (world) => wholeFile(world) },
  'config.check': { params: () => ({ raw: '{ limits: { modelRetries: 99 } }' }) },
  'config.schema': {},
  'config.schema.lookup': { params: () => ({ path: 'gateway.bind' }) },
  'update.status': {},
  'push.web.vapidPublicKey': {},
  'push.web.subscribe': { params: () => ({ ...PUSH, keys: PUSH_KEYS }), refusal: 'INVALID_REQUEST' },
  'push.web.unsubscribe': { params: () => PUSH, refusal: 'INVALID_REQUEST' },
  'push.web.test': { refusal: 'INVALID_REQUEST' },
  'attention.set': { params: () => ({ focused: true, notifies: true }) },
  'updates.get': {},
  'update.run': { refusal: 'UNAVAILABLE' },
  'updates.check': { refusal: 'UNAVAILABLE' },
  'updates.install': { params: () => ({ when: 'idle' }), refusal: 'UNAVAILABLE' },
  'diagnostics.stability': { params: () => ({ limit: 2 }) },
  'usage.status': {},
  'usage.cost': { params: async (world) => (await world.session('beans'), { days: 7 }) },
  'logs.tail': { params: () => ({ limit: 2 }) },
  'audit.list': { params: async (world) => (await world.session('beans'), { limit: 2 }) },
  'audit.entries': { params: () => ({ limit: 2 }) },
  'audit.verify': {},
});

async function agent({ client }: ExampleWorld, name: string): Promise<string> {
  return String((await client.request('agents.create', { name })).agentId);
}

async function configHash({ client }: ExampleWorld): Promise<string> {
  return (await client.request('config.get', {})).hash;
}

async function wholeFile({ client }: ExampleWorld): Promise<{ readonly raw: string; readonly baseHash: string }> {
  const { raw, hash } = await client.request('config.get', {});
  return { raw: raw ?? '{}', baseHash: hash };
}

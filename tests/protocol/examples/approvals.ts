// Approvals, rules, the policy file, and questions of agents.
import { defineExamples } from './example.ts';
import type { ExampleWorld } from './world.ts';

export const APPROVAL_EXAMPLES = defineExamples({
  'exec.approval.list': { params: async (world) => (await world.approval('tidy'), {}) },
  'exec.approval.get': { params: async (world) => ({ id: await world.approval('tidy') }) },
  'exec.approval.resolve': {
    params: async (world) => ({ id: await world.approval('tidy-once'), decision: 'allow-once' }),
  },
  'exec.approvals.get': {},
  'exec.approvals.set': {
    params: async ({ client }) => ({
      file: { version: 1, agents: { main: { security: 'allowlist', allowlist: [{ pattern: 'git status' }] } } },
      baseHash: (await client.request('exec.approvals.get', {})).hash,
    }),
  },
  'plugin.approval.list': {},
  'openclaw.approval.list': {},
  'question.list': { params: async (world) => (await world.question('planting'), {}) },
  'question.get': { params: async (world) => ({ id: await world.question('planting') }) },
  'question.resolve': {
    params: async (world) => ({
      id: await world.question('planting-early'),
      answers: { answers: { q1: ['Runner beans'] } },
    }),
  },
  'question.waitAnswer': {
    params: async (world) => {
      const id = await world.question('planting-late');
      await world.client.request('question.resolve', { id, cancel: true });
      return { id, timeoutMs: 5_000 };
    },
  },
  'approvals.list': { params: async (world) => (await world.approval('tidy'), { status: 'pending', limit: 1 }) },
  'approvals.deliveries': { params: async (world) => ({ id: await world.approval('tidy') }) },
  'approvals.draft': { params: async (world) => ({ id: await world.approval('tidy') }) },
  'approvals.preview': {
    params: async (world) => ({ id: await world.approval('tidy'), parts: { command: 'ls' } }),
  },
  'approvals.resolve': {
    params: async (world) => ({
      id: await world.approval('tidy-never'),
      decision: 'deny',
      reason: 'Keep the old notes.',
    }),
  },
  'approvals.rules.list': {
    params: async (world) => {
      const { id } = await rule(world, 'log');
      await rule(world, 'show');
      await world.client.request('approvals.rules.remove', { id });
      return { agentId: 'main', revoked: true };
    },
  },
  'approvals.rules.add': { params: () => ({ agentId: 'main', words: ['git', 'push', '*'], effect: 'deny' }) },
  'approvals.rules.update': { params: async (world) => ({ ...(await rule(world, 'blame')), workspace: '*' }) },
  'approvals.rules.remove': { params: (world) => rule(world, 'shortlog') },
  'approvals.rules.restore': {
    params: async (world) => {
      const { id } = await rule(world, 'branch');
      await world.client.request('approvals.rules.remove', { id });
      return { id };
    },
  },
  'approvals.rules.rehearse': {
    params: async (world) => {
      await world.approval('tidy');
      return { agentId: 'main', rules: [{ words: ['rm', '*'], effect: 'deny' }] };
    },
  },
  'approvals.rules.suggest': { params: async (world) => ({ id: await world.approval('tidy') }) },
  'approvals.rules.export': { params: async (world) => (await rule(world, 'describe'), {}) },
  'approvals.rules.import': {
    params: () => ({
      file: {
        format: 'gatehouse-rules',
        version: 1,
        rules: [{ agent: 'main', effect: 'allow', words: ['npm', 'test'], workspace: '*' }],
      },
    }),
  },
  'exec.policy.explain': { params: () => ({ command: 'git log --oneline | head -5', allowlist: ['git log *'] }) },
  'approvals.rules.test': { params: () => ({ agentId: 'main', command: 'git push origin main' }) },
});

async function rule({ client }: ExampleWorld, word: string): Promise<{ readonly id: string }> {
  const { rule: made } = await client.request('approvals.rules.add', { agentId: 'main', words: ['git', word] });
  return { id: made.id };
}

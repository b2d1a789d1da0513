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
  'approvals.resolve': {
    params: async (world) => ({
      id: await world.approval('tidy-never'),
      decision: 'deny',
      reason: 'Keep the old notes.',
    }),
  },
  'approvals.rules.list': { params: async (world) => (await rule(world, 'log'), { agentId: 'main' }) },
  'approvals.rules.add': { params: () => ({ agentId: 'main', words: ['git', 'diff'] }) },
  'approvals.rules.remove': { params: (world) => rule(world, 'show') },
  'approvals.rules.restore': {
    params: async (world) => {
      const { id } = await rule(world, 'branch');
      await world.client.request('approvals.rules.remove', { id });
      return { id };
    },
  },
  'approvals.rules.test': { params: () => ({ agentId: 'main', command: 'git push origin main' }) },
});

async function rule({ client }: ExampleWorld, word: string): Promise<{ readonly id: string }> {
  const { rule: made } = await client.request('approvals.rules.add', { agentId: 'main', words: ['git', word] });
  return { id: made.id };
}

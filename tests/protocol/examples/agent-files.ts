// Files that agents are told, and a look into an agent's workspace.
import type { AgentFileHistory } from '#contract/types/agent-files.ts';

import { defineExamples } from './example.ts';
import type { ExampleWorld } from './world.ts';

export const AGENT_FILE_EXAMPLES = defineExamples({
  'agents.files.list': { params: () => ({ agentId: 'main' }) },
  'agents.files.get': { params: async (world) => ({ agentId: 'main', name: (await saved(world)).name }) },
  'agents.files.set': {
    params: () => ({ agentId: 'main', name: 'SOUL.md', content: 'You speak like a gardener.\n', expectedHash: '' }),
  },
  'agents.files.history': { params: async (world) => ({ agentId: 'main', name: (await saved(world)).name }) },
  'agents.files.version': { params: (world) => oldest(world) },
  'agents.files.restore': { params: (world) => oldest(world) },
  'agents.workspace.list': { params: async (world) => (await saved(world), { agentId: 'main' }) },
  'agents.workspace.get': { params: async (world) => ({ agentId: 'main', path: (await saved(world)).name }) },
});

async function saved({ client }: ExampleWorld): Promise<AgentFileHistory> {
  const file = { agentId: 'main', name: 'USER.md' };
  await client.request('agents.files.set', { ...file, content: 'Grows beans and peas.\n' });
  return client.request('agents.files.history', file);
}

async function oldest(world: ExampleWorld) {
  const { name, versions } = await saved(world);
  return { agentId: 'main', name, id: versions.at(-1)?.id ?? 0 };
}

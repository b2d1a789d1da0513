// Tools, skills and channels.
import { defineExamples } from './example.ts';

export const TOOL_EXAMPLES = defineExamples({
  'tools.catalog': { params: () => ({ agentId: 'main' }) },
  'tools.effective': { params: async (world) => ({ sessionKey: await world.session('beans') }) },
  'tools.invoke': {
    params: async (world) => ({
      name: 'read',
      args: { path: 'notes.md' },
      sessionKey: await world.session('beans'),
      idempotencyKey: '3c1d9b1e-52f7-4f7e-8f43-2c1a7b9d6e08',
    }),
  },
  'skills.status': { params: () => ({ agentId: 'main' }) },
  'skills.bins': { caller: async (world) => (await world.pairedNode()).socket },
});

// The first run by wizard.
import { defineExamples } from './example.ts';
import type { ExampleWorld } from './world.ts';

export const WIZARD_EXAMPLES = defineExamples({
  'wizard.start': { params: () => ({ mode: 'local', workspace: '/home/ada/work' }) },
  'wizard.next': {
    params: async (world) => ({ ...(await wizard(world)), answer: { stepId: 'provider', value: 'demo' } }),
  },
  'wizard.cancel': { params: (world) => wizard(world) },
  'wizard.status': { params: (world) => wizard(world) },
});

async function wizard({ client }: ExampleWorld): Promise<{ readonly sessionId: string }> {
  return { sessionId: (await client.request('wizard.start', {})).sessionId };
}

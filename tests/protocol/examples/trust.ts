// Folder trust.
import { defineExamples } from './example.ts';

export const TRUST_EXAMPLES = defineExamples({
  'trust.list': {
    params: async ({ client }) => {
      await client.request('trust.set', { agentId: 'main', trusted: true });
      return {};
    },
  },
  'trust.describe': { params: () => ({ agentId: 'main' }) },
  'trust.set': { params: () => ({ agentId: 'main', trusted: true }) },
  'trust.remove': {
    params: async ({ client }) => {
      const { folder } = await client.request('trust.set', { agentId: 'main', trusted: true });
      return { folder };
    },
  },
});

// Examples of the methods for outbound connections.
import { defineExamples } from './example.ts';

const TRACKER = { host: 'tracker.example' };
const NEW_CREDENTIAL = {
  use: 'git',
  host: 'github.com',
  path: '/my-organization',
  access: 'read',
  user: 'x-access-token',
  secret: 'sample-token-4711',
} as const;

export const OUTBOUND_EXAMPLES = defineExamples({
  'outbound.list': { params: () => ({ period: 'today', kind: 'provider' }) },
  'outbound.block': { params: () => TRACKER },
  'outbound.unblock': {
    params: async ({ client }) => {
      await client.request('outbound.block', TRACKER);
      return TRACKER;
    },
  },
  'outbound.clear': {},
  'outbound.credentials.list': {
    params: async ({ client }) => {
      await client.request('outbound.credentials.set', NEW_CREDENTIAL);
      return {};
    },
  },
  'outbound.credentials.set': { params: () => NEW_CREDENTIAL },
  'outbound.credentials.delete': {
    params: async ({ client }) => {
      const { credential } = await client.request('outbound.credentials.set', NEW_CREDENTIAL);
      return { id: credential.id };
    },
  },
});

// Devices, nodes, keys of programs, and how the gateway is reached.
import { defineExamples } from './example.ts';

export const DEVICE_EXAMPLES = defineExamples({
  'device.pair.list': {
    params: async (world) => {
      await world.pairedDevice();
      await world.askingDevice();
      return {};
    },
  },
  'device.pair.approve': {
    // A scope that the narrowest approver holds itself.
    params: async (world) => ({ requestId: (await world.askingDevice('operator.pairing')).requestId }),
  },
  'device.pair.reject': { params: async (world) => ({ requestId: (await world.askingDevice()).requestId }) },
  'device.pair.remove': { params: async (world) => ({ deviceId: (await world.pairedDevice()).deviceId }) },
  'device.pair.rename': {
    params: async (world) => ({ deviceId: (await world.pairedDevice()).deviceId, label: 'Phone in the kitchen' }),
  },
  'device.token.rotate': {
    params: async (world) => ({ deviceId: (await world.pairedDevice()).deviceId, role: 'operator' }),
  },
  'device.token.revoke': {
    params: async (world) => ({ deviceId: (await world.pairedDevice()).deviceId, role: 'operator' }),
  },
  'device.pair.setupCode': { params: () => ({ bootstrapProfile: 'limited' }) },
  'device.pair.setupStatus': {
    params: async ({ client }) => ({ setupId: (await client.request('device.pair.setupCode', {})).setupId ?? '' }),
  },
  'node.list': { params: async (world) => (await world.pairedNode(), {}) },
  'node.describe': { params: async (world) => ({ nodeId: (await world.pairedNode()).nodeId }) },
  'node.pair.list': { params: async (world) => (await world.askingNode(), {}) },
  'node.pair.approve': { params: async (world) => ({ requestId: (await world.askingNode()).requestId }) },
  'node.pair.reject': { params: async (world) => ({ requestId: (await world.askingNode()).requestId }) },
  'node.pair.remove': { params: async (world) => ({ nodeId: (await world.pairedNode()).nodeId }) },
  'users.self': { refusal: 'FORBIDDEN' },
  'gateway.identity.get': {},
  'gateway.auth.status': {},
  'gateway.auth.setPassword': { params: () => ({ password: 'a sentence that only you know' }) },
  // The sample host was given its token at its start.
  'gateway.auth.rotateToken': { params: () => ({ confirm: 'rotate' }), refusal: 'INVALID_REQUEST' },
  'apiKeys.list': {
    params: async ({ client }) => {
      await client.request('apiKeys.create', { name: 'Nightly report', scopes: ['operator.read'] });
      return {};
    },
  },
  'apiKeys.create': {
    params: () => ({ name: 'Home automation', scopes: ['operator.read', 'operator.write'], perMinute: 60 }),
  },
  'apiKeys.revoke': {
    params: async ({ client }) => ({
      id: (await client.request('apiKeys.create', { name: 'Old script', scopes: ['operator.read'] })).record.id,
    }),
  },
  'reach.status': {},
  'reach.set': { params: () => ({ mode: 'loopback' }) },
  'browsers.list': { params: async (world) => (await world.signedInBrowser(), {}) },
  'browsers.revoke': { params: async (world) => ({ id: await world.signedInBrowser() }) },
  'browsers.link': {},
});

// Devices, nodes, keys of programs, and how the gateway is reached.
import type { RawSocket } from '../support/raw-socket.ts';
import { defineExamples } from './example.ts';
import type { ExampleWorld } from './world.ts';

type SampleNode = Awaited<ReturnType<ExampleWorld['pairedNode']>>;
const sampleNodes = new WeakMap<ExampleWorld, Promise<SampleNode>>();

/** One node for all calls that a node makes. */
function sampleNode(world: ExampleWorld): Promise<SampleNode> {
  const known = sampleNodes.get(world) ?? world.pairedNode();
  sampleNodes.set(world, known);
  return known;
}

/** The node's part of one command. */
async function answerNext(socket: RawSocket, nodeId: string): Promise<void> {
  const { payload } = await socket.event('node.invoke.request');
  const outcome = { id: payload?.['id'], nodeId, ok: true, payloadJSON: '{"bins":{"git":"/usr/bin/git"}}' };
  await socket.request('example answer', 'node.invoke.result', outcome);
}

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
  // The sample caller has no device of its own.
  'device.scopes.requestUpgrade': { params: () => ({ scopes: ['operator.write'] }), refusal: 'INVALID_REQUEST' },
  'device.scopes.waitUpgrade': { params: () => ({ requestId: 'none' }), refusal: 'INVALID_REQUEST' },
  'node.list': { params: async (world) => (await world.pairedNode(), {}) },
  'node.describe': { params: async (world) => ({ nodeId: (await world.pairedNode()).nodeId }) },
  'node.pair.list': { params: async (world) => (await world.askingNode(), {}) },
  'node.pair.approve': { params: async (world) => ({ requestId: (await world.askingNode()).requestId }) },
  'node.pair.reject': { params: async (world) => ({ requestId: (await world.askingNode()).requestId }) },
  'node.pair.remove': { params: async (world) => ({ nodeId: (await world.pairedNode()).nodeId }) },
  'node.invoke': {
    params: async (world) => {
      const { nodeId, socket } = await sampleNode(world);
      void answerNext(socket, nodeId);
      return { nodeId, command: 'system.which', params: { bins: ['git'] }, idempotencyKey: 'example-invoke' };
    },
  },
  // Nobody waits for these any more, which is no error.
  'node.invoke.result': {
    caller: async (world) => (await sampleNode(world)).socket,
    params: async (world) => ({ id: 'gone', nodeId: (await sampleNode(world)).nodeId, ok: true, payload: {} }),
  },
  'node.invoke.progress': {
    caller: async (world) => (await sampleNode(world)).socket,
    params: async (world) => ({ invokeId: 'gone', nodeId: (await sampleNode(world)).nodeId, seq: 0, chunk: '50 %' }),
  },
  'node.event': {
    caller: async (world) => (await sampleNode(world)).socket,
    params: () => ({ event: 'node.presence.alive', payloadJSON: '{"trigger":"manual"}' }),
  },
  'node.rename': {
    params: async (world) => ({ nodeId: (await sampleNode(world)).nodeId, displayName: 'Front camera' }),
  },
  'node.pending.enqueue': {
    params: async (world) => ({ nodeId: (await sampleNode(world)).nodeId, type: 'status.request' }),
  },
  'node.pending.drain': { caller: async (world) => (await sampleNode(world)).socket, params: () => ({}) },
  'node.pending.pull': { caller: async (world) => (await sampleNode(world)).socket },
  'node.pending.ack': {
    caller: async (world) => (await sampleNode(world)).socket,
    params: () => ({ ids: ['done-long-ago'] }),
  },
  'users.self': { refusal: 'FORBIDDEN' },
  'gateway.identity.get': {},
  'gateway.auth.status': {},
  'gateway.limits': {},
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
  'webChat.list': {
    async params(world) {
      await world.client.request('webChat.create', {});
      return {};
    },
  },
  'webChat.create': {
    params: () => ({ agentId: 'main', title: 'Help desk', expiresInMs: 3_600_000 }),
  },
  'webChat.revoke': {
    params: async (world) => ({ id: (await world.client.request('webChat.create', {})).link.id }),
  },
  'sessions.share.list': {
    params: async (world) => {
      await world.client.request('sessions.share.create', { key: await world.session('beans') });
      return {};
    },
  },
  'sessions.share.create': {
    params: async (world) => ({ key: await world.session('beans'), expiresInMs: 3_600_000, withTools: true }),
  },
  'sessions.share.revoke': {
    params: async (world) => ({
      id: (await world.client.request('sessions.share.create', { key: await world.session('beans') })).link.id,
    }),
  },
  'network.status': {},
  'network.set': { params: () => ({ mode: 'loopback' }) },
  'network.discovery.set': { params: () => ({ mode: 'off' }) },
  'browsers.list': { params: async (world) => (await world.signedInBrowser(), {}) },
  'browsers.revoke': { params: async (world) => ({ id: await world.signedInBrowser() }) },
  'browsers.link': {},
});

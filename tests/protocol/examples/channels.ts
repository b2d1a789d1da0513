// Channels. The sample host has one network, in memory.
import { defineExamples } from './example.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import type { ExampleWorld } from './world.ts';

export const CHANNEL_EXAMPLES = defineExamples({
  'channels.status': { params: () => ({ probe: false }) },
  'channels.start': { params: async (world) => (await connected(world), { channel: 'telegram' }) },
  'channels.stop': { params: async (world) => (await connected(world), { channel: 'telegram' }) },
  'channels.logout': { params: async (world) => (await connected(world), { channel: 'telegram' }) },
  'channels.pairing.list': { params: async (world) => (await asking(world), {}) },
  'channels.pairing.approve': {
    params: async (world) => ({ channel: 'telegram', accountId: 'default', requestId: await asking(world) }),
  },
  'channels.pairing.dismiss': {
    params: async (world) => ({ channel: 'telegram', accountId: 'default', requestId: await asking(world) }),
  },
  send: {
    params: async (world) => {
      await connected(world);
      return { channel: 'telegram', to: 'chat-7', message: 'The build is **green**.', idempotencyKey: 'build-1024' };
    },
  },
  'channels.kinds': {},
  'channels.connect': {
    params: () => ({ channel: 'telegram', secrets: { botToken: '1234567890:AAE-example-token' }, agent: 'main' }),
  },
  'channels.test': { params: async (world) => (await connected(world), { channel: 'telegram', to: 'chat-7' }) },
  'channels.people.list': { params: async (world) => (await linked(world), {}) },
  'channels.people.update': {
    params: async (world) => ({
      channel: 'telegram',
      senderId: await linked(world),
      rights: ['approvals'],
      notify: 'approvals',
      quiet: { from: '22:00', to: '07:00' },
    }),
  },
  'channels.people.unlink': { params: async (world) => ({ channel: 'telegram', senderId: await linked(world) }) },
  'channels.codes.create': { params: async (world) => (await connected(world), { rights: ['approvals'] }) },
  'channels.deliveries.list': {
    params: async (world) => (await undeliverable(world), {}),
  },
  'channels.deliveries.resend': { params: async (world) => ({ id: await undeliverable(world) }) },
  'channels.deliveries.drop': { params: async (world) => ({ id: await undeliverable(world) }) },
});

/** The sample network, connected. */
async function connected({ client, channel }: ExampleWorld): Promise<void> {
  await client.request('channels.connect', {
    channel: 'telegram',
    secrets: { botToken: '1234567890:AAE-example-token' },
  });
  await waitUntil('the connection', () => channel.status().connected);
}

/** A request of somebody who is not linked. */
async function asking(world: ExampleWorld): Promise<string> {
  await connected(world);
  const senderId = world.nextId();
  await world.channel.deliver({
    id: senderId,
    chatId: senderId,
    senderId,
    sender: { id: senderId, name: 'Ada' },
    text: 'Hello',
  });
  return waitUntil('the request', async () => {
    const { requests } = await world.client.request('channels.pairing.list', {});
    return requests.find((request) => request.senderId === senderId)?.requestId;
  });
}

/** Somebody who is linked. */
async function linked(world: ExampleWorld): Promise<string> {
  const requestId = await asking(world);
  const { senderId } = await world.client.request('channels.pairing.approve', {
    channel: 'telegram',
    accountId: 'default',
    requestId,
  });
  return senderId;
}

/** A message to a chat that does not exist. */
async function undeliverable(world: ExampleWorld): Promise<string> {
  await connected(world);
  const message = { channel: 'telegram', to: '999999999', message: 'Hello', idempotencyKey: world.nextId() };
  const { messageId } = await world.client.request('send', message);
  return waitUntil('the failure', async () => {
    const { deliveries } = await world.client.request('channels.deliveries.list', {});
    return deliveries.find(({ id, state }) => id === messageId && state === 'failed')?.id;
  });
}

import { readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { defineChannel } from '#adapters/channels/define-channel.ts';
import { CHANNELS } from '#adapters/channels/registry.ts';
import { PROVIDERS } from '#adapters/providers/registry.ts';
import type { WebhookRequest } from '#core/ports/channel.ts';
import { SampleChannel } from '#tests/support/core/sample-channel.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import { startFamilyHost } from './family-host.ts';
import { sampleProvider } from './sample-provider.ts';

const SAMPLE_INFO = { id: 'sample', title: 'Sample chat', summary: 'A chat in memory.', steps: [], fields: [] };
const FROM_ADA = { chatId: 'chat 1', senderId: 'ada' };

it('answers allowed senders of an added channel, once per message, and ignores others (CN-1)', async () => {
  const channel = new SampleChannel();
  const sample = defineChannel({ ...SAMPLE_INFO, create: () => channel });
  const { client, workspace } = await startFamilyHost({
    providers: [...PROVIDERS, sampleProvider],
    channels: [...CHANNELS, sample],
  });
  await client.request('setup.choose', { model: 'sample/echo', workspace, done: true });
  const configure = async (change: object): Promise<void> => {
    const { hash } = await client.request('config.get', {});
    await client.request('config.patch', { raw: JSON.stringify(change), baseHash: hash });
  };

  expect((await client.request('channels.status', {})).channels).toMatchObject({
    sample: { configured: false, running: false, lastError: null },
  });
  expect(await channel.deliver({ id: 'early', text: 'hello?', ...FROM_ADA })).toBe(false);

  await configure({ channels: { sample: { allow: ['ada'], unknown: 'ignore' } } });
  await waitUntil('the connection', () => channel.status().connected);
  const status = await client.request('channels.status', { channel: 'sample' });
  expect(status.channelLabels).toEqual({ sample: 'Sample chat' });
  expect(status.channelAccounts['sample']).toMatchObject([{ running: true, connected: true }]);

  for (const text of ['hello', 'hello'])
    expect(await channel.deliver({ id: 'message-1', text, ...FROM_ADA })).toBe(true);
  await channel.deliver({ id: 'message-2', text: 'let me in', chatId: 'chat 2', senderId: 'eve' });
  await channel.deliver({ id: 'message-3', text: '/reset', ...FROM_ADA });
  await waitUntil('both replies', () => channel.sent.length >= 2);
  expect(channel.sent).toEqual([
    { chatId: 'chat 1', text: 'You said: hello', key: expect.any(String) },
    { chatId: 'chat 1', text: 'You said: /reset', key: expect.any(String) },
  ]);
  const denied = await client.request('audit.entries', { action: 'channel.sender.denied' });
  expect(denied.entries).toMatchObject([{ subject: 'sample', details: { senderId: 'eve' } }]);
  const { sessions } = await client.request('sessions.list', {});
  expect(sessions.map(({ key }) => key)).toEqual(['agent:main:sample:chat_20_1']);

  await configure({ channels: { sample: { enabled: false } } });
  await waitUntil('the disconnection', () => !channel.status().connected);
});

it('lists an enabled channel that could not be started as enabled, with the reason', async () => {
  const channel = new SampleChannel();
  const start = channel.start.bind(channel);
  channel.start = () => {
    throw new Error('The network is unknown.');
  };
  const sample = defineChannel({ ...SAMPLE_INFO, create: () => channel });
  const { client } = await startFamilyHost({ channels: [sample] });
  const account = async () => (await client.request('channels.status', {})).channelAccounts['sample']?.[0];
  const configure = async (sampleSettings: object): Promise<void> => {
    const { hash } = await client.request('config.get', {});
    await client.request('config.patch', {
      raw: JSON.stringify({ channels: { sample: sampleSettings } }),
      baseHash: hash,
    });
  };
  expect(await account()).toMatchObject({ configured: false, enabled: false, running: false });

  await configure({ allow: ['ada'] });
  const lastError = "Couldn't start: The network is unknown.";
  await expect
    .poll(account)
    .toMatchObject({ configured: true, enabled: true, running: false, connected: false, lastError });

  await configure({ enabled: false });
  await expect.poll(account).toMatchObject({ configured: true, enabled: false, running: false });
  expect(await account()).not.toHaveProperty('lastError');

  channel.start = start;
  await configure({ enabled: true });
  await expect.poll(account).toMatchObject({ enabled: true, running: true, connected: true });
  expect(await account()).not.toHaveProperty('lastError');
});

it('forgets the messages it could not answer when all data is deleted', async () => {
  const channel = new SampleChannel();
  const sample = defineChannel({ ...SAMPLE_INFO, create: () => channel });
  const { client, workspace, home } = await startFamilyHost({
    providers: [...PROVIDERS, sampleProvider],
    channels: [sample],
  });
  await client.request('setup.choose', { model: 'sample/echo', workspace, done: true });
  const { hash } = await client.request('config.get', {});
  const raw = JSON.stringify({ channels: { sample: { allow: ['ada'] } } });
  await client.request('config.patch', { raw, baseHash: hash });
  await waitUntil('the connection', () => channel.status().connected);

  channel.failures = Number.POSITIVE_INFINITY;
  for (const id of ['1', '2']) await channel.deliver({ id, text: 'rhododendron', ...FROM_ADA });
  await waitUntil('the retry of the first reply', async () =>
    (await client.request('tasks.list', {})).tasks.some(
      ({ status, error }) => status === 'queued' && error !== undefined,
    ),
  );
  await client.request('sessions.purge_user', { confirm: 'purge' });
  channel.failures = 0;
  await channel.deliver({ id: '3', text: 'hello', ...FROM_ADA });
  await waitUntil('the reply', () => channel.sent.length > 0);
  // Messages of a chat are answered in order.
  expect(channel.sent).toMatchObject([{ text: 'You said: hello' }]);
  const files = readdirSync(home).filter((name) => name.startsWith('gatehouse.db'));
  expect(files.filter((name) => readFileSync(join(home, name)).includes('rhododendron'))).toEqual([]);
});

it('serves webhooks under the public address only, and nothing else there', async () => {
  const channel = new SampleChannel();
  const asked: string[] = [];
  const withWebhook = Object.assign(channel, {
    webhook: async ({ body, query }: WebhookRequest) => {
      asked.push(`${query['a'] ?? ''} ${new TextDecoder().decode(body)}`);
      return { status: 202, body: 'Taken' };
    },
  });
  const sample = defineChannel({ ...SAMPLE_INFO, create: () => withWebhook });
  const { client, origin } = await startFamilyHost({ channels: [sample] });
  const { hash } = await client.request('config.get', {});
  const raw = JSON.stringify({ gateway: { publicUrl: 'https://gate.example.org' }, channels: { sample: {} } });
  await client.request('config.patch', { raw, baseHash: hash });
  await waitUntil('the connection', () => channel.status().connected);
  const call = (path: string, host: string, more: Record<string, string> = {}) =>
    post(`${origin}${path}`, 'update', { host, ...more });
  expect(await call('/channels/sample/webhook?a=1&a=2', 'gate.example.org')).toEqual({ status: 202, body: 'Taken' });
  expect(asked).toEqual(['1 update']);
  expect((await call('/channels/other/webhook', 'gate.example.org')).status).toBe(404);
  expect((await call('/channels/sample/webhook', 'evil.example.org')).status).toBe(403);
  expect(
    (await call('/channels/sample/webhook', 'gate.example.org', { origin: 'https://evil.example.org' })).status,
  ).toBe(403);
  expect((await call('/healthz', 'gate.example.org')).status).toBe(403);
  expect(asked).toHaveLength(1);
});

/** A request with any Host header. */
function post(url: string, body: string, headers: Record<string, string>) {
  const { promise, resolve, reject } = Promise.withResolvers<{ readonly status: number; readonly body: string }>();
  request(url, { method: 'POST', headers }, (response) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }));
  })
    .on('error', reject)
    .end(body);
  return promise;
}

// Proves: US-1
import { expect, it, onTestFinished } from 'vitest';
import { waitUntil } from '../support/wait-until.ts';
import { startOwnClient } from './support/own-client.ts';
import { MODEL, startProtocolHost } from './support/protocol-host.ts';

it('a stopped answer counts in the usage with what the server had reported', async () => {
  const usage = { input: 900, output: 1 };
  const gateway = await startProtocolHost(() => ({ steps: [{ say: 'Once upon' }, { hang: true }], usage }));
  onTestFinished(() => gateway.stop());
  const { client, stop } = startOwnClient(gateway.url);
  onTestFinished(stop);
  await client.request('setup.choose', { model: MODEL, workspace: gateway.workspace, done: true });
  const { key } = await client.request('sessions.create', {});
  await client.request('chat.send', { sessionKey: key, message: 'Tell me a story.', idempotencyKey: 'story' });
  let heard = false;
  client.on('session.live', ({ events }) => (heard ||= JSON.stringify(events).includes('Once')));
  const watched = await client.request('sessions.watch', { key });
  heard ||= JSON.stringify(watched).includes('Once');
  await waitUntil('the first words', () => heard);
  await client.request('chat.abort', { sessionKey: key });
  const read = async () => (await client.request('sessions.items', { key, beforeSeq: 1_000 })).items;
  const answer = await waitUntil('the answer', async () => (await read()).find(({ kind }) => kind === 'assistant'));
  expect(answer).toMatchObject({ stopReason: 'aborted', usage: { input: 900 } });
  const { sessions } = await client.request('sessions.usage', { key });
  expect(sessions).toMatchObject([{ key, usage: { input: 900 } }]);
});

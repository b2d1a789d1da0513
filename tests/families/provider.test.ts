import { expect, it } from 'vitest';
import { PROVIDERS } from '#adapters/providers/registry.ts';
import { startFamilyHost } from './family-host.ts';
import { sampleProvider } from './sample-provider.ts';

it('lists the model of a provider added to the family and answers a message with it', async () => {
  const { client, workspace } = await startFamilyHost({ providers: [...PROVIDERS, sampleProvider] });
  await client.request('setup.choose', { model: 'sample/echo', workspace, done: true });
  const { models } = await client.request('models.list', {});
  expect(models.map(({ provider, id }) => `${provider}/${id}`)).toContain('sample/echo');
  const sent = { sessionKey: 'agent:main:sample', message: 'Good morning', idempotencyKey: 'run-1' };
  await client.request('chat.send', sent);
  await client.request('agent.wait', { runId: 'run-1', timeoutMs: 60_000 });
  const { messages } = await client.request('chat.history', { sessionKey: 'agent:main:sample' });
  expect(JSON.stringify(messages)).toContain('You said: Good morning');
});

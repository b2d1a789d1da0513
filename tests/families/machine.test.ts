import { expect, it } from 'vitest';
import { defineMachine } from '#adapters/machines/define-machine.ts';
import { MACHINES } from '#adapters/machines/registry.ts';
import { PROVIDERS } from '#adapters/providers/registry.ts';
import { createMemoryMachine } from '#tests/support/memory-machine.ts';
import { startFamilyHost } from './family-host.ts';
import { sampleProvider } from './sample-provider.ts';

const sessionKey = 'agent:main:sample';
const MACHINE = createMemoryMachine('/sample');
const sample = defineMachine({
  id: MACHINE.kind,
  title: 'Sample',
  probe: async () => ({ isAvailable: true }),
  key: async ({ workspace }) => workspace,
  open: async () => MACHINE,
});

it('stores the files of an agent on the machine of an added kind, and runs its tools there', async () => {
  const families = { providers: [...PROVIDERS, sampleProvider], machines: [...MACHINES, sample] };
  const { client, workspace } = await startFamilyHost(families);
  await client.request('setup.choose', { model: 'sample/echo', workspace, done: true });
  const { hash } = await client.request('config.get', {});
  const change = { agents: { entries: { main: { machine: MACHINE.kind } } } };
  await client.request('config.patch', { raw: JSON.stringify(change), baseHash: hash });

  await client.request('sessions.create', { key: sessionKey, agentId: 'main' });
  await client.request('sessions.files.set', { sessionKey, path: 'notes.txt', content: 'hello', expectedHash: '' });
  expect((await MACHINE.read('notes.txt', 100)).text).toBe('hello');

  await client.request('chat.send', { sessionKey, message: 'call list', idempotencyKey: 'run-1' });
  await client.request('agent.wait', { runId: 'run-1', timeoutMs: 60_000 });
  const { messages } = await client.request('chat.history', { sessionKey });
  expect(JSON.stringify(messages)).toContain('The tool said: notes.txt (5 bytes)');
});

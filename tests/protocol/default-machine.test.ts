// The machine of sessions over the wire where nothing confines commands: a person is asked to choose.
// Proves: EX-1
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dockerMachine } from '#adapters/machines/docker/docker.ts';
import { hostMachine } from '#adapters/machines/host/host.ts';
import { FAMILIES } from '#host/families.ts';
import { lastToolResults } from '../support/model-server.ts';
import { startOwnClient, type OwnClient } from './support/own-client.ts';
import { MODEL, startProtocolHost, type ProtocolHost } from './support/protocol-host.ts';

const sessionKey = 'agent:main:bare';
let gateway: ProtocolHost;
let own: OwnClient;

beforeAll(async () => {
  const confined = {
    ...hostMachine,
    id: 'confined',
    probe: async () => ({ isAvailable: false, reason: 'Install bubblewrap.' }),
  };
  gateway = await startProtocolHost(
    (request) => {
      const results = lastToolResults(request);
      if (results.length > 0) return { steps: [{ say: JSON.stringify(results) }] };
      return { steps: [{ call: 'exec', input: { command: 'ls' } }] };
    },
    {
      machine: '',
      families: { ...FAMILIES, machines: [hostMachine, confined, dockerMachine] },
      config: { titles: { automatic: false } },
    },
  );
  own = startOwnClient(gateway.url);
  await own.client.request('setup.choose', { model: MODEL, workspace: gateway.workspace, done: true });
});

afterAll(async () => {
  own.stop();
  await gateway.stop();
});

async function ask(runId: string): Promise<string> {
  await own.client.request('chat.send', { sessionKey, message: 'Look around.', idempotencyKey: runId });
  await own.client.request('agent.wait', { runId, timeoutMs: 60_000 });
  return JSON.stringify(await own.client.request('chat.history', { sessionKey }));
}

const findRow = async () =>
  (await own.client.request('sessions.list', {})).sessions.find(({ key }) => key === sessionKey);

it('lists why each kind is unavailable, and runs nothing until a person chooses', async () => {
  const { client } = own;
  const { kinds, default: chosen } = await client.request('machines.list', { refresh: true });
  expect(kinds.map(({ kind, isAvailable }) => [kind, isAvailable])).toEqual([
    ['host', true],
    ['confined', false],
    ['docker', false],
  ]);
  expect(kinds[1]?.reason).toBe('Install bubblewrap.');
  expect(chosen).toEqual({ setting: 'auto' });

  await client.request('sessions.create', { key: sessionKey, agentId: 'main' });
  expect(await ask('one')).toContain('choose to run commands on this computer without isolation');
  expect(await findRow()).not.toHaveProperty('machine');
  const { approvals } = await client.request('approvals.list', { status: 'pending' });
  expect(approvals).toEqual([]);
  await client.request('sessions.files.set', { sessionKey, path: 'seen.txt', content: 'hello', expectedHash: '' });

  await expect(client.request('agents.settings.set', { agentId: 'main', machine: 'nowhere' })).rejects.toMatchObject({
    details: { code: 'MACHINE_UNKNOWN', hint: 'Use one of: auto, host, confined, docker.' },
  });
  await client.request('agents.settings.set', { agentId: 'main', machine: 'host' });
  expect(await ask('two')).toContain('seen.txt');
  expect((await findRow())?.machine).toBe('host');
  await client.request('agents.settings.set', { agentId: 'main', machine: 'confined' });
  expect((await findRow())?.machine).toBe('host');
  await expect(client.request('sessions.patch', { key: sessionKey, machine: 'nowhere' })).rejects.toMatchObject({
    details: { code: 'MACHINE_UNKNOWN' },
  });
  await client.request('sessions.patch', { key: sessionKey, machine: 'docker' });
  expect((await findRow())?.machine).toBe('docker');
  const created = await client.request('sessions.create', { key: 'agent:main:elsewhere', machine: 'docker' });
  expect(created.entry.machine).toBe('docker');
  await expect(
    client.request('sessions.create', { key: 'agent:main:nowhere', machine: 'nowhere' }),
  ).rejects.toMatchObject({ details: { code: 'MACHINE_UNKNOWN' } });
  expect((await client.request('sessions.describe', { key: 'agent:main:nowhere' })).session).toBeNull();
  await client.request('agents.settings.set', { agentId: 'main', machine: '' });
  expect(await client.request('agents.settings.get', { agentId: 'main' })).not.toHaveProperty('machine');
});

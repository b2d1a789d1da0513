import { expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '#tests/support/default-settings.ts';
import { createMemoryStore } from '#tests/support/core/memory-store.ts';
import { ManualClock } from '#tests/support/core/manual-clock.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';
import { Secret } from '../ports/secrets.ts';
import { HostCredentials, type NewCredential } from '../outbound/host-credentials.ts';
import { runsBuildTools } from './confinement.ts';

const PUSH: NewCredential = {
  host: 'github.com',
  port: 443,
  path: '/team',
  use: 'git',
  access: 'write',
  user: 'x',
  agents: ['main'],
};

function start(network: 'none' | 'hosts' | 'open') {
  const { settings, secrets, audit } = createMemoryStore();
  const credentials = new HostCredentials({ settings, secrets, audit, clock: new ManualClock() });
  const { confined, docker, ...machines } = DEFAULT_SETTINGS.machines;
  const config = {
    settings: () => ({
      ...DEFAULT_SETTINGS,
      machines: { ...machines, confined: { ...confined, network }, docker: { ...docker, network } },
    }),
  };
  const runs = (kind: string, agentId = 'main') => runsBuildTools({ config, credentials }, kind, agentId);
  const store = (change: Partial<NewCredential> = {}) =>
    credentials.set({ ...PUSH, ...change }, new Secret('key'), testPrincipal('me'));
  return { runs, store, credentials };
}

it('lets build tools run without approval only where they are confined and reach listed hosts at most', async () => {
  for (const kind of ['confined', 'docker']) {
    expect(await start('none').runs(kind)).toBe(true);
    expect(await start('hosts').runs(kind)).toBe(true);
    expect(await start('open').runs(kind)).toBe(false);
  }
  for (const kind of ['host', 'ssh', 'unknown', 'constructor']) expect(await start('none').runs(kind)).toBe(false);
});

it('requires approval for build tools that could write to a host with a stored credential', async () => {
  const { runs, store, credentials } = start('hosts');
  await store({ access: 'read' });
  expect(await runs('docker')).toBe(true);
  const { id } = await store();
  expect(await runs('docker')).toBe(false);
  expect(await runs('confined')).toBe(false);
  expect(await runs('docker', 'other')).toBe(true);
  await credentials.remove(id, testPrincipal('me'));
  await store({ agents: [] });
  expect(await runs('docker', 'other')).toBe(false);
});

it('lets build tools run without a network, whatever credentials are stored', async () => {
  const { runs, store } = start('none');
  await store();
  expect(await runs('confined')).toBe(true);
});

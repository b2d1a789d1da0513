// Proves: PJ-1
import { createServer, type AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { probePort } from '#adapters/projects/probe-port.ts';
import { createMemoryStore } from '#tests/support/core/memory-store.ts';
import { assignPortRange } from './assign-ports.ts';

const PROJECT = { id: 'p', defaults: { ports: 4 } };

it('skips ports that another program uses, and keeps a range once it is assigned', async () => {
  const store = createMemoryStore();
  const used = new Set([20_002, 20_003, 20_009]);
  const assign = (folder: string) =>
    assignPortRange({ store, isPortFree: async (port) => !used.has(port) }, PROJECT, folder);
  expect(await assign('/a')).toEqual({ first: 20_004, last: 20_007 });
  expect(await assign('/b')).toEqual({ first: 20_010, last: 20_013 });
  // Now the project itself listens there.
  used.add(20_004);
  expect(await assign('/a')).toEqual({ first: 20_004, last: 20_007 });
  expect(await assignPortRange({ store, isPortFree: async () => false }, PROJECT, '/c')).toBeUndefined();
});

it('notices programs that listen on any address', async () => {
  for (const host of ['127.0.0.1', '0.0.0.0', '::']) {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, host, resolve));
    // A server that listens has an address.
    const { port } = server.address() as AddressInfo;
    onTestFinished(() => void server.close());
    expect(await probePort(port), host).toBe(false);
    await new Promise((resolve) => server.close(resolve));
    expect(await probePort(port), host).toBe(true);
  }
});

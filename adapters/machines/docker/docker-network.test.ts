// Containers whose network is a list of hosts, on a real engine.
// Proves: EX-3
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, it, onTestFinished } from 'vitest';
import { createEgressProxies } from '#adapters/outbound/egress-proxy/open-egress-proxy.ts';
import { run } from '#tests/conformance/machine-commands.ts';
import { addSocatImage, openTestEngine } from '#tests/support/docker-engine.ts';
import { openDockerStage } from '#tests/support/docker-stage.ts';
import { UNRECORDED } from '#tests/support/outbound/unrecorded.ts';

const engine = await openTestEngine();
const image = typeof engine === 'string' ? undefined : await addSocatImage(engine);
if (typeof engine === 'string' || image === undefined) {
  const reason = typeof engine === 'string' ? engine : 'socat is not installed';
  it('docker machine: network by host', (context) => context.skip(true, reason));
} else {
  afterAll(() => engine.stop());

  it('reaches listed hosts through the proxy, and nothing else', async () => {
    const server = createServer((_request, response) => response.end('hello from the host'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const egress = createEgressProxies({
      ledger: UNRECORDED,
      credentials: async () => [],
      resolve: async () => ['127.0.0.1'],
    });
    const settings = { image, network: 'hosts' as const, hosts: [`listed.example:${port}`] };
    const opened = await openDockerStage(engine, settings, { egress });
    onTestFinished(() => opened.close());
    const get = (host: string) => run(opened.machine, `wget -q -O - http://${host}:${port}/ 2>&1`);
    expect(await get('listed.example')).toMatchObject({ exitCode: 0, output: 'hello from the host' });
    expect((await get('other.example')).exitCode).not.toBe(0);
    expect((await run(opened.machine, 'ls /sys/class/net')).output.trim()).toBe('lo');
    expect((await run(opened.machine, `nc -w 2 127.0.0.1 ${port} </dev/null`)).exitCode).not.toBe(0);
    const [manager] = opened.directory.managers;
    const id = manager?.list()[0]?.id ?? '';
    expect(await manager?.ports(id)).toEqual([]);
    expect(JSON.stringify(manager?.logs(id, 50))).toContain('other.example');
  });

  it('says what an image lacks that cannot forward to the proxy', async () => {
    const egress = createEgressProxies({ ledger: UNRECORDED, credentials: async () => [] });
    const opened = await openDockerStage(engine, { network: 'hosts', hosts: ['listed.example'] }, { egress });
    onTestFinished(() => opened.close());
    await expect(run(opened.machine, 'true')).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('socat, node, python3, perl'),
    });
  });
}

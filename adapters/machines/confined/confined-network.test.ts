// Network access by host, through the real proxy.
// Proves: N-17
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { spawnSync } from 'node:child_process';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import type { OutboundLedger } from '#core/ports/outbound-ledger.ts';
import { run } from '#tests/conformance/machine-commands.ts';
import { findMissingConfinement, openConfined } from '#tests/support/confined-machine.ts';
import { withDefaults } from '../../configuration/settings.ts';
import { createEgressProxies } from '../../outbound/egress-proxy/open-egress-proxy.ts';

const missing =
  findMissingConfinement() ?? (spawnSync('socat', ['-V']).error === undefined ? undefined : 'socat is not installed');
beforeEach((context) => context.skip(missing !== undefined, missing));

it('reaches listed hosts only, through a proxy that records them, until the setting changes', async () => {
  const site = createServer((_request, response) => response.end('site'));
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void site.close().closeAllConnections());
  const { port } = site.address() as AddressInfo;
  const recorded: string[] = [];
  const ledger: OutboundLedger = {
    open: (caller, destination) => {
      recorded.push(`${caller.kind} ${caller.name} ${destination.host}:${destination.port}`);
      return () => undefined;
    },
    refuse: (_caller, destination) => void recorded.push(`refused ${destination.host}`),
    recordUntracked: () => undefined,
  };
  const egress = createEgressProxies({ ledger, credentials: async () => [], resolve: async () => ['127.0.0.1'] });
  let confined: Record<string, unknown> = { network: 'hosts', hosts: [`127.0.0.1:${port}`] };
  const opened = await openConfined({ egress, settings: () => withDefaults({ machines: { confined } }).machines });
  onTestFinished(opened.close);
  const request = (host: string): string =>
    `exec 3<>/dev/tcp/127.0.0.1/3128; printf 'GET http://${host}/ HTTP/1.1\\r\\nHost: ${host}\\r\\nConnection: close\\r\\n\\r\\n' >&3; cat <&3`;
  expect((await run(opened.machine, request(`127.0.0.1:${port}`))).output).toMatch(/^HTTP\/1.1 200[\s\S]*site/);
  const refused = await run(opened.machine, request('unlisted.test'));
  expect(refused.output).toMatch(/^HTTP\/1.1 403/);
  expect(refused.output).toContain('machines.confined.hosts');
  expect(recorded).toEqual([`machine confined 127.0.0.1:${port}`, 'refused unlisted.test']);
  expect((await run(opened.machine, `cat < /dev/tcp/127.0.0.1/${port}`)).output).toContain('Connection refused');
  expect((await run(opened.machine, 'echo $HTTPS_PROXY')).output).toBe('http://127.0.0.1:3128\n');
  confined = { network: 'none' };
  expect((await run(opened.machine, 'cat < /dev/tcp/127.0.0.1/3128')).output).toContain('Connection refused');
});

it('is refused if there is no proxy', async () => {
  const settings = () => withDefaults({ machines: { confined: { network: 'open' } } }).machines;
  const opened = await openConfined({ settings });
  onTestFinished(opened.close);
  await expect(run(opened.machine, 'true')).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining("proxy couldn't be started"),
  });
});

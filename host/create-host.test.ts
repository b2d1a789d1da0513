import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, readdirSync, rmSync, writeFileSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHost } from './create-host.ts';
import type { Host, HostOptions } from './host-api.ts';

let root: string;
let hosts: Host[];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gatehouse-host-'));
  hosts = [];
});
afterEach(async () => {
  for (const host of hosts) await host.stop('test');
  rmSync(root, { recursive: true, force: true });
});

function make(changes: Partial<HostOptions> = {}): Host {
  const host = createHost({
    home: join(root, 'home'),
    version: '1.2.3',
    port: 0,
    bind: '127.0.0.1',
    environment: {},
    ...changes,
  });
  hosts.push(host);
  return host;
}

describe('createHost', () => {
  it('creates a private home, listens, and starts again in the same home', async () => {
    const first = make();
    const { origin, port } = await first.start();
    expect(origin).toBe(`http://127.0.0.1:${port}`);
    expect(statSync(join(root, 'home')).mode & 0o077).toBe(0);
    expect(await (await fetch(`${origin}/readyz`)).json()).toMatchObject({ ready: true });
    await first.stop('test');
    await expect(fetch(`${origin}/readyz`)).rejects.toThrow('fetch failed');
    const again = make();
    await again.start();
  });

  it('creates only owner-readable files with any umask, and leaves the umask to agents and terminals', async () => {
    const before = process.umask(0);
    try {
      await make().start();
      const files = readdirSync(join(root, 'home'), { recursive: true }).map((name) =>
        join(root, 'home', String(name)),
      );
      expect(files.some((file) => file.endsWith('gatehouse.db'))).toBe(true);
      expect(files.filter((file) => (statSync(file).mode & 0o077) !== 0)).toEqual([]);
      expect(process.umask(0)).toBe(0);
    } finally {
      process.umask(before);
    }
  });

  it('rejects a second instance on the same home and names the running one', async () => {
    const { port } = await make().start();
    await expect(make().start()).rejects.toMatchObject({
      name: 'HostStartError',
      code: 'in-use',
      message: expect.stringContaining(String(port)),
    });
  });

  it('uses the next port if the requested one is in use, and says what uses it', async () => {
    const { port } = await make().start();
    const gateway = await make({ home: join(root, 'other'), port }).start();
    expect(gateway.port).toBeGreaterThan(port);
    expect(gateway.notice).toContain('another gateway');
    const stranger = createServer((_request, response) => response.end('hello'));
    stranger.listen(0, '127.0.0.1');
    await once(stranger, 'listening');
    const taken = (stranger.address() as AddressInfo).port; // it listens on TCP
    const beside = await make({ home: join(root, 'third'), port: taken }).start();
    expect(beside.notice).toContain('another program');
    stranger.close();
  });

  it('rejects a non-loopback address', async () => {
    await expect(make({ bind: '0.0.0.0' }).start()).rejects.toMatchObject({
      code: 'no-port',
      message: expect.stringContaining('loopback'),
    });
  });

  it('names the invalid setting, and releases its home on failure', async () => {
    mkdirSync(join(root, 'home'), { recursive: true });
    const file = join(root, 'home/gatehouse.json5');
    writeFileSync(file, '{ limits: { concurrentRuns: "many" } }');
    await expect(make().start()).rejects.toMatchObject({
      code: 'config-invalid',
      message: expect.stringContaining('concurrentRuns'),
    });
    writeFileSync(file, '{}');
    await make().start();
  });

  it('never deletes a damaged store', async () => {
    mkdirSync(join(root, 'home'), { recursive: true });
    const file = join(root, 'home/gatehouse.db');
    writeFileSync(file, 'this is no database '.repeat(1_000));
    await expect(make().start()).rejects.toMatchObject({
      name: 'HostStartError',
      message: expect.stringContaining('gatehouse.db'),
    });
    expect(existsSync(file)).toBe(true);
  });

  it('creates one-time sign-in links with the code in the fragment', async () => {
    const host = make();
    const { origin } = await host.start();
    const link = await host.browserLink();
    expect(link).toMatch(new RegExp(`^${origin}/#code=[\\w-]{43}$`));
    expect(await host.browserLink()).not.toBe(link);
  });
});

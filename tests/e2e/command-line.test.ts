// The built `gatehouse` command against a running gateway.
// Proves: CL-1
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { PROJECT_ROOT } from '#scripts/project-root.ts';
import { startRunningHost, type RunningHost } from '#tests/support/running-host.ts';

const HEADLESS = join(PROJECT_ROOT, 'out/main/headless.js');
let host: RunningHost;

beforeAll(async () => {
  host = await startRunningHost();
});
afterAll(() => host.dispose());

/** Excludes the test's own environment, such as keys and proxies. */
function environment(): Readonly<Record<string, string>> {
  return { PATH: process.env['PATH'] ?? '', HOME: host.home, GATEHOUSE_HOME: host.home };
}

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

async function gatehouse(args: readonly string[], extra: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const child = spawn(process.execPath, [HEADLESS, ...args], {
    env: { ...environment(), ...extra },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  // `close` comes with the code as its first argument.
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
}

async function json(...args: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
  const { out } = await gatehouse([...args, '--json']);
  return JSON.parse(out) as Readonly<Record<string, unknown>>;
}

describe('gatehouse command', () => {
  it('prints a sign-in link with a one-time code in the fragment, not the token', () => {
    const { hash, search } = new URL(host.signInUrl);
    expect(hash).toMatch(/^#\/?.*code=/);
    expect(search).toBe('');
    expect(host.token.length).toBeGreaterThan(20);
    expect(host.signInUrl).not.toContain(host.token);
  });

  it('prints a new sign-in link while the gateway is running', async () => {
    const { code, out } = await gatehouse(['link']);
    expect(code).toBe(0);
    expect(out.trim()).toMatch(new RegExp(`^${host.origin}/#code=\\S+$`));
    expect(out.trim()).not.toBe(host.signInUrl);
  });

  it('serves the app and a health endpoint', async () => {
    expect((await fetch(`${host.origin}/healthz`)).status).toBe(200);
    expect(await (await fetch(`${host.origin}/`)).text()).toContain('<div id=');
  });

  it('prints the status as text and as JSON', async () => {
    const { code, out } = await gatehouse(['status']);
    expect(out).toContain(`running at ${host.origin}`);
    expect(out).toContain('0 pending');
    expect(code).toBe(0);
    expect(await json('status')).toMatchObject({
      ok: true,
      origin: host.origin,
      pid: host.pid,
      pendingApprovals: 0,
    });
  });

  it('rejects a wrong token with exit code 4', async () => {
    const { code, err } = await gatehouse(['status'], { GATEHOUSE_TOKEN: 'wrong' });
    expect(code).toBe(4);
    expect(err).toContain('access denied');
  });

  it('lists sessions', async () => {
    expect(await json('sessions')).toMatchObject({ ok: true });
    expect((await gatehouse(['sessions'])).code).toBe(0);
  });

  it('reads and changes the configuration through the gateway', async () => {
    expect((await gatehouse(['config', 'path'])).out.trim()).toBe(join(host.home, 'gatehouse.json5'));
    const all = await json('config', 'get');
    expect(all).toMatchObject({ ok: true });
    expect(await json('config', 'set', 'limits.modelRetries', '2')).toMatchObject({
      changedPaths: ['limits.modelRetries'],
    });
    expect(await json('config', 'get', 'limits.modelRetries')).toMatchObject({ value: 2 });
    const refused = await gatehouse(['config', 'set', 'limits.modelRetries', 'many']);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('modelRetries');
    const unknown = await gatehouse(['config', 'get', 'no.such.setting']);
    expect(unknown.code).toBe(1);
    expect(unknown.err).toContain('no.such.setting');
  });

  it('prints the log and follows it', async () => {
    const { code, out } = await gatehouse(['logs', '--lines', '50']);
    expect(code).toBe(0);
    expect(out).toMatch(/\b(info|warn|debug|error)\b/);
    const follower = spawn(process.execPath, [HEADLESS, 'logs', '--follow', '--lines', '1'], { env: environment() });
    let seen = '';
    follower.stdout.on('data', (chunk: Buffer) => (seen += chunk.toString()));
    await expect.poll(() => seen).not.toBe('');
    follower.kill('SIGINT');
  });

  it('rejects a second gateway in the same home and names the running process', async () => {
    const { code, err } = await gatehouse(['start', '--port', '0']);
    expect(code).toBe(1);
    expect(err).toContain(String(host.pid));
  });

  it('stops cleanly on a signal', async () => {
    expect(await host.stop()).toBe(0);
    expect((await gatehouse(['status'])).code).toBe(3);
  });
});

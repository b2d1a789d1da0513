// The `gatehouse` command against a gateway that it started itself, as a person would use it.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { PROJECT_ROOT } from '#scripts/project-root.ts';

const HEADLESS = join(PROJECT_ROOT, 'out/main/headless.js');
const home = mkdtempSync(join(tmpdir(), 'gatehouse-command-'));
/** Nothing of the tests' own environment: no keys, no proxies. */
const environment = { PATH: process.env['PATH'] ?? '', HOME: home, GATEHOUSE_HOME: home };

/** What `start --json` prints. */
interface Started {
  readonly origin: string;
  readonly port: number;
  readonly pid: number;
  readonly url: string;
}

let gateway: ChildProcess;
let started: Started;

beforeAll(async () => {
  gateway = spawn(process.execPath, [HEADLESS, 'start', '--port', '0', '--json'], {
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  started = await firstLine(gateway);
});

afterAll(async () => {
  if (gateway.exitCode === null) gateway.kill('SIGKILL');
  rmSync(home, { recursive: true, force: true });
});

async function firstLine(child: ChildProcess): Promise<Started> {
  if (child.stdout === null) throw new Error('no stdout');
  for await (const line of createInterface({ input: child.stdout })) {
    // Our own command's output; the tests look at each of its fields.
    return JSON.parse(line) as Started;
  }
  throw new Error('the gateway printed nothing');
}

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

async function gatehouse(args: readonly string[], extra: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const child = spawn(process.execPath, [HEADLESS, ...args], {
    env: { ...environment, ...extra },
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
  it('starts and prints a link whose code is in the fragment, never the token', () => {
    const { hash, search } = new URL(started.url);
    expect(hash).toMatch(/^#\/?.*code=/);
    expect(search).toBe('');
    expect(started.pid).toBe(gateway.pid);
    const token = readFileSync(join(home, 'gateway.token'), 'utf8').trim();
    expect(token.length).toBeGreaterThan(20);
    expect(JSON.stringify(started)).not.toContain(token);
  });

  it('serves the pages and its health', async () => {
    expect((await fetch(`${started.origin}/healthz`)).status).toBe(200);
    expect(await (await fetch(`${started.origin}/`)).text()).toContain('<div id=');
  });

  it('tells its status to people and to programs', async () => {
    const { code, out } = await gatehouse(['status']);
    expect(out).toContain(`running at ${started.origin}`);
    expect(out).toContain('none waiting');
    expect(code).toBe(0);
    expect(await json('status')).toMatchObject({
      ok: true,
      origin: started.origin,
      pid: started.pid,
      pendingApprovals: 0,
    });
  });

  it('refuses a wrong token with a code of its own', async () => {
    const { code, err } = await gatehouse(['status'], { GATEHOUSE_TOKEN: 'wrong' });
    expect(code).toBe(4);
    expect(err).toContain('refused');
  });

  it('lists sessions', async () => {
    expect(await json('sessions')).toMatchObject({ ok: true });
    expect((await gatehouse(['sessions'])).code).toBe(0);
  });

  it('reads and changes the configuration through the gateway', async () => {
    expect((await gatehouse(['config', 'path'])).out.trim()).toBe(join(home, 'gatehouse.json5'));
    const all = await json('config', 'get');
    expect(all).toMatchObject({ ok: true });
    const unknown = await gatehouse(['config', 'get', 'no.such.setting']);
    expect(unknown.code).toBe(1);
    expect(unknown.err).toContain('no.such.setting');
  });

  it('prints and follows the log', async () => {
    const { code, out } = await gatehouse(['logs', '--lines', '50']);
    expect(code).toBe(0);
    expect(out).toMatch(/\b(info|warn|debug|error)\b/);
    const follower = spawn(process.execPath, [HEADLESS, 'logs', '--follow', '--lines', '1'], { env: environment });
    let seen = '';
    follower.stdout.on('data', (chunk: Buffer) => (seen += chunk.toString()));
    await vi.waitFor(() => expect(seen).not.toBe(''), { timeout: 5000 });
    follower.kill('SIGINT');
  });

  it('keeps a second gateway out of the same home and says who is in', async () => {
    const { code, err } = await gatehouse(['start', '--port', '0']);
    expect(code).toBe(1);
    expect(err).toContain(String(started.pid));
  });

  it('stops cleanly when it is told to', async () => {
    const ended = once(gateway, 'exit');
    gateway.kill('SIGTERM');
    expect((await ended)[0]).toBe(0);
    expect((await gatehouse(['status'])).code).toBe(3);
  });
});

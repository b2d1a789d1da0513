// Proves: CL-1
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, it } from 'vitest';

import { EXIT, type ExitCode } from './output/exit-codes.ts';
import { runCli } from './run.ts';

const home = mkdtempSync(join(tmpdir(), 'gatehouse-cli-'));
afterAll(() => rmSync(home, { recursive: true }));

interface Run {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
}

async function gatehouse(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Run> {
  let out = '';
  let err = '';
  const code = await runCli(args, {
    environment: { GATEHOUSE_HOME: home, ...environment },
    pages: join(home, 'no-pages'),
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (err += text) },
  });
  return { code, out: out.trimEnd(), err: err.trimEnd() };
}

async function closedPort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return String(port);
}

describe('runCli', () => {
  it('prints the version as text and as JSON', async () => {
    expect((await gatehouse(['version'])).out).toMatch(/^gatehouse \d+\.\d+\.\d+ \(protocol 4/);
    expect(JSON.parse((await gatehouse(['version', '--json'])).out)).toMatchObject({ protocol: 4 });
    expect((await gatehouse(['--version'])).code).toBe(EXIT.ok);
  });

  it('prints help for every command and subcommand', async () => {
    const { out } = await gatehouse(['--help']);
    for (const name of ['start', 'status', 'sessions', 'logs', 'config', 'version']) {
      expect(out).toContain(`  ${name} `);
      expect((await gatehouse([name, '--help'])).out).toContain(`Usage: gatehouse ${name}`);
      expect((await gatehouse(['help', name])).out).toBe((await gatehouse([name, '--help'])).out);
    }
    expect((await gatehouse(['sessions', '--help'])).out).toMatch(/^ {2}list +List sessions.* \(default\)$/m);
    expect((await gatehouse(['help', 'sessions', 'show'])).out).toContain(
      'Usage: gatehouse sessions show <session> [options]',
    );
  });

  it('rejects unknown commands, options, and invalid settings as usage errors', async () => {
    expect(await gatehouse(['statsu'])).toEqual({
      code: EXIT.usage,
      out: '',
      err: 'gatehouse: unknown command "statsu". Did you mean "status"?\nRun "gatehouse --help" for a list of commands.',
    });
    expect((await gatehouse(['version', '--dance'])).code).toBe(EXIT.usage);
    expect((await gatehouse(['config', 'dance'])).code).toBe(EXIT.usage);
    expect((await gatehouse(['help', 'dance'])).code).toBe(EXIT.usage);
    expect((await gatehouse(['status'], { GATEHOUSE_PORT: 'x' })).err).toContain('GATEHOUSE_PORT');
  });

  it('explains how to start a gateway that is not running', async () => {
    const port = await closedPort();
    const run = await gatehouse(['status'], { GATEHOUSE_PORT: port, GATEHOUSE_TOKEN: 'x' });
    expect(run.code).toBe(EXIT.unreachable);
    expect(run.err).toContain('gatehouse start');
    const json = JSON.parse((await gatehouse(['status', '--json'], { GATEHOUSE_PORT: port })).out);
    expect(json).toMatchObject({ ok: false, error: { code: 'unreachable', hint: expect.any(String) } });
  });

  it('prints the configuration path without a gateway', async () => {
    expect((await gatehouse(['config', 'path'])).out).toBe(join(home, 'gatehouse.json5'));
    expect((await gatehouse(['config', 'path', '--home', '/elsewhere'])).out).toBe('/elsewhere/gatehouse.json5');
  });
});

// What the host loads when it starts. Each of these takes a noticeable part of the start.
// Proves: PK-4
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { describe, expect, it, onTestFinished } from 'vitest';

import { PROJECT_ROOT } from '#scripts/project-root.ts';
import { HOST_ENTRY, startRunningHost } from '#tests/support/running-host.ts';

/** Prints the loaded built-in modules and files when the process ends. */
const REPORTER = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  const urls = [];
  registerHooks({ load(url, context, next) { urls.push(url); return next(url, context); } });
  process.on('exit', () => console.error('LOADED ' + JSON.stringify({ urls, builtins: process.moduleLoadList })));
`)}`;

/** Parts of the bundle that are loaded with their first use. */
const LATER = [
  'parse-shell',
  'inspect-line',
  'web-tree-sitter',
  'html-to-text',
  'docker-machine',
  'ssh-machine',
  'confined-machine',
];

interface Loaded {
  readonly urls: readonly string[];
  readonly builtins: readonly string[];
}

async function loadedAtStart(): Promise<Loaded> {
  const host = await startRunningHost({ env: { NODE_OPTIONS: `--import=${REPORTER}`, ANTHROPIC_API_KEY: 'test-key' } });
  onTestFinished(() => host.dispose());
  expect((await fetch(`${host.origin}/healthz`)).status).toBe(200);
  expect(await host.stop()).toBe(0);
  return JSON.parse(/^LOADED (.*)$/m.exec(host.stderr())?.[1] ?? '{}');
}

describe('a start', () => {
  it("loads neither Node's fetch implementation nor a provider's SDK", async () => {
    const { urls, builtins } = await loadedAtStart();
    expect(builtins).toContain('NativeModule http');
    expect(builtins.filter((name) => /undici|http2|webstreams/.test(name))).toEqual([]);
    const files = urls.filter((url) => url.startsWith('file:') && url.includes('/out/'));
    expect(files.length).toBeGreaterThan(5);
    // A header that only the SDKs send.
    expect(files.filter((url) => readFileSync(fileURLToPath(url), 'utf8').includes('X-Stainless-Lang'))).toEqual([]);
  });

  it('loads no parser of commands or pages, and no machine but this computer', async () => {
    const chunks = readdirSync(join(PROJECT_ROOT, 'out/main/chunks')).filter((name) => name.endsWith('.js'));
    const parts = LATER.map((part) => chunks.filter((name) => name.startsWith(`${part}-`)));
    expect(parts).not.toContainEqual([]);
    const { urls } = await loadedAtStart();
    expect(parts.flat().filter((name) => urls.some((url) => url.endsWith(`/${name}`)))).toEqual([]);
  });
});

describe('a short command', () => {
  it("loads neither Node's fetch implementation nor the database", async () => {
    const host = await startRunningHost({});
    onTestFinished(() => host.dispose());
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [HOST_ENTRY, 'status'], {
      env: { ...process.env, GATEHOUSE_HOME: host.home, NODE_OPTIONS: `--import=${REPORTER}` },
    });
    expect(stdout).toContain(host.origin);
    const { urls, builtins }: Loaded = JSON.parse(/^LOADED (.*)$/m.exec(stderr)?.[1] ?? '{}');
    expect(builtins.filter((name) => name.includes('undici'))).toEqual([]);
    expect(urls.filter((url) => url.includes('better-sqlite3'))).toEqual([]);
  });
});

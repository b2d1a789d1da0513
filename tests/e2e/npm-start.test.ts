// `npm start` as the README says it: one line about the window, then the app at an address that signs the browser in.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, describe, expect, it } from 'vitest';

import { PROJECT_ROOT } from '#scripts/project-root.ts';

const home = mkdtempSync(join(tmpdir(), 'gatehouse-start-'));
let child: ChildProcess | undefined;

afterEach(async () => {
  if (child !== undefined && child.exitCode === null) {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }
  rmSync(home, { recursive: true, force: true });
});

/** Runs the start script without a display, and gives what it prints until the link is there. */
async function npmStart(args: readonly string[]): Promise<string> {
  const started = spawn(process.execPath, [join(PROJECT_ROOT, 'scripts/start.ts'), ...args], {
    env: { PATH: process.env['PATH'] ?? '', HOME: home, GATEHOUSE_HOME: home, GATEHOUSE_PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child = started;
  let out = '';
  started.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  await expect.poll(() => out).toMatch(/http:\/\/127\.0\.0\.1:\d+\/#\S*code=\S+/);
  return out;
}

describe('npm start', () => {
  it('explains in one line why there is no window and serves the app', async () => {
    const out = await npmStart([]);
    if (process.platform === 'linux') expect(out.split('\n')[0]).toMatch(/^No desktop window: .*browser instead\.$/);
    const link = /http:\/\/\S+code=\S+/.exec(out)?.[0] ?? '';
    expect((await fetch(new URL('/', link))).status).toBe(200);
  });

  it('does not look for a window with --headless', async () => {
    const out = await npmStart(['--headless']);
    expect(out).not.toContain('No desktop window');
    expect(out).toContain('Gatehouse');
  });
});

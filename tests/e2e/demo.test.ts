// A new user with nothing: no key, no network. From the start command to the end of the first task in under a minute.
// Proves: UI-7
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, expect, it, onTestFinished } from 'vitest';

import { PROJECT_ROOT } from '#scripts/project-root.ts';
import { t } from '#messages/translate.ts';

import { browser, closeBrowser, openTab, describeInBrowser } from './stage.ts';
import { waitUntil } from '#tests/support/wait-until.ts';

afterAll(closeBrowser);

/** From `npm start` to the last word of the demo, ms. */
const PROMISED_MS = 60_000;

/** Starts as the README says and gives the link; refuses every proxy, so nothing outside can be reached by one. */
async function start(home: string): Promise<string> {
  const child = spawn(process.execPath, [join(PROJECT_ROOT, 'scripts/start.ts'), '--headless'], {
    env: { PATH: process.env['PATH'] ?? '', HOME: home, GATEHOUSE_HOME: join(home, 'state'), GATEHOUSE_PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(async () => {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
    rmSync(home, { recursive: true, force: true });
  });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  return waitUntil('the link', () => /http:\/\/127\.0\.0\.1:\d+\/#\S*code=\S+/.exec(out)?.[0]);
}

describeInBrowser('the demo without key and network', () => {
  it('leads a new user through the whole loop in under a minute', async () => {
    // The person's browser is open already.
    await browser();
    const from = performance.now();
    const home = mkdtempSync(join(tmpdir(), 'gatehouse-demo-'));
    const foreign: string[] = [];
    const link = await start(home);
    // Opened after the start, so that it is closed before the host stops.
    const app = await openTab();
    app.page.on('request', (request) => {
      if (new URL(request.url()).origin !== new URL(link).origin) foreign.push(request.url());
    });
    await app.signIn(link);
    const workspace = join(home, 'first-project');
    await app.firstRun('Try the demo', workspace);
    await app.beginTask('Show me a command');
    const command = await app.inboxApproval('mkdir -p gatehouse-demo');
    await command.getByRole('button', { name: /Allow once/ }).click();
    await app.openSession(/Show me a command/);
    await app.conversation().getByText("That's the whole loop").waitFor();
    await app.idle();
    await app.say('Write a file');
    for (const tool of [t('approvals.request.write'), t('approvals.request.edit')]) {
      const card = app.page.getByRole('region', { name: /^Approval:/ }).filter({ hasText: tool });
      await card.getByRole('button', { name: t('approvals.allowOnce') }).click();
    }
    await app.conversation().getByText('is in the workspace').waitFor();
    await app.idle();
    const took = performance.now() - from;
    expect(readFileSync(join(workspace, 'gatehouse-demo.md'), 'utf8')).toContain('[x] Watched a file being written');
    expect(took).toBeLessThan(PROMISED_MS);
    expect(foreign, 'nothing but our own origin is asked').toEqual([]);
    console.log(`demo, from the start command to the end: ${(took / 1000).toFixed(1)} s`);
  });
});

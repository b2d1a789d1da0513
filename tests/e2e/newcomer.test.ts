// A newcomer's path, from the start command to the first answer, with a key in the environment and with the demo. What is typed
// on the way reaches the agent and never a shell.
// Proves: UI-7
import { readFileSync } from 'node:fs';

import { afterAll, expect, it, onTestFinished } from 'vitest';

import { playNewcomer, type Newcomer, type NewcomerWay } from '#tests/performance/chromium/newcomer.ts';
import { t } from '#messages/translate.ts';

import { browser, closeBrowser, describeInBrowser } from './stage.ts';

afterAll(closeBrowser);

/** From the start command to the end of the first answer, ms. */
const PROMISED_MS = 30_000;

async function play(way: NewcomerWay): Promise<Newcomer> {
  // The newcomer's browser is open already.
  const newcomer = await playNewcomer(await browser(), way);
  onTestFinished(() => newcomer.close());
  return newcomer;
}

/** The processes that the host has started: shells, if there are any. */
function children(pid: number): string {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
}

describeInBrowser('a newcomer', () => {
  it('with a key in the environment gets an answer in under 30 s', async () => {
    const { app, host, answer, firstAnswerMs } = await play('key');
    expect(answer).toContain('Paris.');
    expect(firstAnswerMs).toBeLessThan(PROMISED_MS);
    expect(children(host.pid), 'no shell was started').toBe('');
    expect(app.watch.complaints()).toEqual([]);
  });

  it('with the demo gets a relevant answer in under 30 s', async () => {
    const { app, host, answer, firstAnswerMs } = await play('demo');
    expect(answer).toContain("Here's how a real agent would handle a task");
    expect(firstAnswerMs).toBeLessThan(PROMISED_MS);
    expect(children(host.pid), 'no shell was started').toBe('');
    expect(app.watch.complaints()).toEqual([]);
  });

  it('types into the agent and not into the shell, with the terminal open', async () => {
    const { app } = await play('key');
    const { page } = app;
    const terminal = page.locator('[data-keys="terminal"]');
    await page.keyboard.press('Control+j');
    await expect.poll(() => terminal.evaluate((view) => view.contains(document.activeElement))).toBe(true);
    await app.openSession(/capital of France/);
    await page.keyboard.type('echo into-the-agent');
    await page.keyboard.press('Enter');
    await app.conversation().getByText('Answer to: echo into-the-agent').waitFor();
    expect(await terminal.innerText()).not.toContain('into-the-agent');
    await page.keyboard.press('Alt+n');
    await app.heading(t('sessions.new')).waitFor();
    await page.keyboard.type('echo a-second-one');
    await page.keyboard.press('Enter');
    await app.conversation().getByText('Answer to: echo a-second-one').waitFor();
    expect(app.watch.complaints()).toEqual([]);
  });
});

// A newcomer's first minute, without a key and without a network: `npm start`, the demo, one command allowed, its result.
// Then the process is killed, and everything is where it was.
// Proves: UI-7
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Browser, Locator, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { launchChromium, provideChromium } from '#tests/support/chromium.ts';
import { startRunningHost, type RunningHost } from '#tests/support/running-host.ts';
import { t } from '#messages/translate.ts';
import { MAX_WAIT_MS } from '#tests/support/wait-until.ts';

const A_MINUTE_MS = 60_000;

const missing = await provideChromium().then((install) => (typeof install === 'string' ? install : undefined));
const folder = mkdtempSync(join(tmpdir(), 'gatehouse-newcomer-'));
const person = join(folder, 'person');
const home = join(folder, 'home');
const complaints: string[] = [];
let browser: Browser | undefined;
let host: RunningHost | undefined;

beforeAll(async () => {
  mkdirSync(person);
  if (missing === undefined) browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await host?.dispose();
  rmSync(folder, { recursive: true, force: true });
});

async function startHost(): Promise<RunningHost> {
  host = await startRunningHost({ home, env: { HOME: person } });
  return host;
}

/** The announcements for screen readers hold the same text. */
function answerOf(page: Page): Locator {
  return page.getByRole('log', { name: t('transcript.label') }).getByText("That's the whole loop");
}

async function openPage(url: string): Promise<Page> {
  if (browser === undefined) throw new Error('no browser');
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(MAX_WAIT_MS);
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(url);
  return page;
}

describe('first minute', () => {
  it('leads from the start to an approved command and its result', async (context) => {
    if (missing !== undefined) return context.skip(missing);
    const begun = performance.now();
    const page = await openPage((await startHost()).signInUrl);
    await page.getByText('Try the demo').click();
    await page.getByRole('button', { name: t('setup.useFolder') }).click();
    await page.getByText(t('setup.task.title')).waitFor();
    const box = page.getByRole('textbox').first();
    await box.fill('Show me a command');
    await box.press('Enter');
    await page.getByRole('button', { name: /^Allow once/ }).click();
    await answerOf(page).waitFor();
    // Streamed text is shown before it is saved; the time and the tokens only after the run.
    await page.getByText(/\d in, \d+ out/).waitFor();
    expect(performance.now() - begun).toBeLessThan(A_MINUTE_MS);
    expect(page.url()).not.toContain('code=');
    await page.close();
  });

  it('keeps the conversation and the decision after a kill', async (context) => {
    if (missing !== undefined || host === undefined) return context.skip(missing ?? 'the host did not start');
    await host.kill();
    const page = await openPage((await startHost()).signInUrl);
    await page
      .getByRole('navigation', { name: t('app.pages') })
      .first()
      .getByRole('link', { name: t('sessions.title') })
      .click();
    const sessions = page.getByRole('navigation', { name: t('sessions.title') });
    await sessions.getByRole('link', { name: 'Show me a command' }).click();
    await answerOf(page).waitFor();
    await page.goto(`${host.origin}/#/approvals`);
    await page.getByRole('tab', { name: 'History' }).click();
    await page
      .getByText(/^Allowed/)
      .first()
      .waitFor();
    expect(await page.locator('main').innerText()).toContain('mkdir -p gatehouse-demo');
    await page.close();
  });

  it('causes no error in the browser', (context) => {
    if (missing !== undefined) return context.skip(missing);
    expect(complaints).toEqual([]);
  });
});

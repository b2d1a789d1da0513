// Web chat in a browser: a visitor with a link writes to one agent, on the desktop and on a phone, in three languages.
// Proves: CN-12
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { afterAll, expect, it } from 'vitest';
import { webChat as arabic } from '#messages/ar/web-chat.ts';
import { webChat as german } from '#messages/de/web-chat.ts';
import { webChat as english } from '#messages/en/web-chat.ts';
import { connectTo } from '#tests/kill/connect.ts';
import { closeBrowser, describeInBrowser, openStage, openTab, type StageOptions } from './stage.ts';
import { DEFAULT_MODEL, type ModelRequestRecord } from '#tests/support/model-server.ts';

afterAll(closeBrowser);

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const;
const EVIL = '<img src=x onerror="document.title=1"> [click](javascript:alert(1))';
const ANSWER = `**Hello** there.\n\n1. one\n2. two\n\n\`\`\`\ncode\n\`\`\`\n\n${EVIL}`;
const PICTURES = process.env['GATEHOUSE_PICTURES'];

/** A host with a link to its agent. */
async function openLink(options: StageOptions = {}) {
  const stage = await openStage({ model: () => ({ steps: [{ say: ANSWER }] }), ...options });
  const { origin, token } = stage.host();
  const client = await connectTo(origin, token);
  const model = `anthropic/${DEFAULT_MODEL}`;
  await client.request('setup.choose', { model, workspace: stage.workspace, createWorkspace: true, done: true });
  const { link, path } = await client.request('webChat.create', { title: 'Help desk' });
  return { stage, client, link, url: `${origin}${path}` };
}

async function visit(url: string, options?: Parameters<typeof openTab>[0]): Promise<Page> {
  const { page } = await openTab(options);
  await page.goto(url);
  await page.getByRole('heading', { name: 'Help desk' }).waitFor();
  return page;
}

async function write(page: Page, text: string, words: Readonly<Record<keyof typeof english, string>> = english) {
  await page.getByRole('textbox', { name: words['webChat.placeholder'] }).fill(text);
  await page.getByRole('button', { name: words['webChat.send'], exact: true }).click();
}

async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES !== undefined) await page.screenshot({ path: join(PICTURES, `web-chat-${name}.png`) });
}

describeInBrowser('web chat', () => {
  it('answers a visitor with formatted text that cannot become markup, and keeps the chat when the page is reloaded', async () => {
    const { url } = await openLink();
    const page = await visit(url);
    await page.getByText(english['webChat.empty']).waitFor();
    await write(page, 'Hi, who are you?');
    const log = page.getByRole('log', { name: english['webChat.messages'] });
    await log.getByText('Hello').waitFor();
    await log.getByText('<img src=x').waitFor();
    expect(await log.locator('strong').innerText()).toBe('Hello');
    expect(await log.locator('ol li').allInnerTexts()).toEqual(['one', 'two']);
    expect(await log.locator('img').count()).toBe(0);
    expect(await log.locator('a').count()).toBe(0);
    expect(await page.title()).toBe('Help desk');
    await picture(page, 'light');
    await page.reload();
    await log.getByText('Hi, who are you?').waitFor();
    await log.getByText('Hello').waitFor();
    expect(await log.getByRole('article').count()).toBe(2);
  });

  it('gives each browser a session of its own, in which the agent only reads', async () => {
    const requests: ModelRequestRecord[] = [];
    const { url, client } = await openLink({
      model: (request) => {
        requests.push(request);
        return { steps: [{ say: 'Done.' }] };
      },
    });
    const [one, other] = [await visit(url), await visit(url)];
    await write(one, 'My secret is a blue hat.');
    await one.getByText('Done.').waitFor();
    await write(other, 'What is the secret?');
    await other.getByText('Done.').waitFor();
    expect(await other.getByText('blue hat').count()).toBe(0);
    expect(JSON.stringify(requests.at(-1))).not.toContain('blue hat');
    const { sessions } = await client.request('sessions.list', {});
    const keys = sessions.map(({ key }) => key).filter((key) => key.includes(':web:'));
    expect(new Set(keys).size).toBe(2);
    expect(keys.every((key) => /^agent:main:web:\w+\.\w+:guest-\w+$/.test(key))).toBe(true);
  });

  it('works on a phone in the dark, in German and Arabic, without horizontal scrolling', async () => {
    const { url } = await openLink();
    for (const [locale, words, dir] of [
      ['de-DE', german, 'ltr'],
      ['ar', arabic, 'rtl'],
    ] as const) {
      const page = await visit(url, { ...PHONE, locale, colorScheme: 'dark' });
      expect(await page.evaluate(() => document.documentElement.dir)).toBe(dir);
      await page.getByText(words['webChat.empty']).waitFor();
      await write(page, 'x'.repeat(200), words);
      await page.getByText('Hello').waitFor();
      await picture(page, `phone-${dir}`);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    }
  });

  it('has no accessibility violations, and can be used with the keyboard only', async () => {
    const { url } = await openLink();
    const page = await visit(url);
    await page.getByRole('textbox').focus();
    await page.keyboard.type('Hello from the keyboard');
    await page.keyboard.press('Enter');
    await page.getByRole('log').getByText('Hello there').waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    }
  });

  it('sends a file with a message, and tells when a file is too large', async () => {
    const { url } = await openLink();
    const page = await visit(url);
    const picker = page.locator('input[type=file]');
    await picker.setInputFiles({ name: 'big.txt', mimeType: 'text/plain', buffer: Buffer.alloc(2_000_001) });
    await page.getByText(english['webChat.fileTooLarge']).waitFor();
    await picker.setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('Some notes') });
    await page.getByText('notes.txt').waitFor();
    await write(page, 'See the file');
    await page.getByRole('log').getByText('Hello there').waitFor();
    const download = page.waitForEvent('download');
    await page
      .getByRole('log')
      .getByRole('button', { name: /notes\.txt/ })
      .click();
    expect((await download).suggestedFilename()).toBe('notes.txt');
  });

  it('ends when the link is revoked, also for pages that are open', async () => {
    const { url, client, link } = await openLink();
    const { page, watch } = await openTab();
    // The browser reports the answer that the page expects.
    watch.expect(/404 \(Not Found\)/);
    await page.goto(url);
    await page.getByRole('heading', { name: 'Help desk' }).waitFor();
    await client.request('webChat.revoke', { id: link.id });
    await page.getByText(english['webChat.gone']).waitFor();
    const { page: later, watch: alsoWatch } = await openTab();
    alsoWatch.expect(/404 \(Not Found\)/);
    await later.goto(url);
    await later.getByText(english['webChat.gone']).waitFor();
    expect((await client.request('webChat.list', {})).links).toMatchObject([{ id: link.id, visitors: 1 }]);
  });

  it('continues after the gateway was killed, with the chat and the link', async () => {
    const { url, stage } = await openLink();
    const { page, watch } = await openTab();
    await page.goto(url);
    await page.getByRole('heading', { name: 'Help desk' }).waitFor();
    await write(page, 'First message');
    await page.getByRole('log').getByText('Hello there').waitFor();
    watch.expectOutage();
    await stage.killAndRestart();
    await write(page, 'Second message');
    await expect.poll(() => page.getByRole('article').count()).toBe(4);
  });
});

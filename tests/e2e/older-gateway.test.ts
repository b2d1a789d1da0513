// A gateway that lacks methods: what needs them isn't offered, and the app says so where it is opened anyway.
// Proves: GW-1
import type { Page } from 'playwright';
import { afterAll, expect, it } from 'vitest';
import { t } from '#messages/translate.ts';
import { closeBrowser, describeInBrowser, openStage } from './stage.ts';

afterAll(closeBrowser);

const LACKING = ['logs.tail', 'usage.cost', 'apiKeys.list', 'terminal.open', 'sessions.fork', 'chat.resend'];

describeInBrowser('the app with a gateway that lacks methods', () => {
  it('hides pages, settings, tabs, and buttons that need them, and never calls them', async () => {
    const stage = await openStage({ model: () => ({ steps: [{ say: 'Hello from the model.' }] }) });
    const app = await stage.openTab();
    const { page } = app;
    const called = await withoutMethods(page);
    await app.signIn(stage.host().signInUrl);
    await app.firstRun(/Anthropic key found/, stage.workspace);
    await app.beginTask('Say hello.');
    await app.conversation().getByText('Hello from the model.').waitFor();
    await app
      .conversation()
      .getByRole('button', { name: t('transcript.copyAnswer') })
      .waitFor();
    const row = app.conversation();
    for (const label of [t('transcript.forkAfter'), t('transcript.forkBefore'), t('transcript.regenerate')])
      expect(await row.getByRole('button', { name: label }).count(), label).toBe(0);
    const rail = page.getByRole('navigation', { name: t('app.pages') });
    await rail.getByRole('link', { name: t('settings.title') }).click();
    const sections = page.getByRole('navigation', { name: t('settings.title') });
    await sections.getByText(t('settings.section.devices')).waitFor();
    expect(await sections.getByText(t('settings.section.keys')).count()).toBe(0);
    for (const title of [t('logs.title'), t('usage.title')])
      expect(await rail.getByRole('link', { name: title }).count(), title).toBe(0);
    await page.evaluate(() => (location.hash = '#/logs'));
    await page.getByText(t('app.notSupported.text')).waitFor();
    expect(called()).toEqual([]);
  });
});

/** Removes the methods from what the gateway lists. Gives the calls of them. */
async function withoutMethods(page: Page): Promise<() => readonly string[]> {
  const called: string[] = [];
  await page.routeWebSocket(/./, (socket) => {
    const gateway = socket.connectToServer();
    socket.onMessage((message) => {
      const { method } = JSON.parse(String(message)) as { readonly method?: string };
      if (method !== undefined && LACKING.includes(method)) called.push(method);
      gateway.send(message);
    });
    gateway.onMessage((message) => socket.send(String(message).includes('"hello-ok"') ? shorten(message) : message));
  });
  return () => called;
}

function shorten(message: string | Buffer): string {
  const frame = JSON.parse(String(message)) as { readonly payload: { readonly features: { methods: string[] } } };
  const { features } = frame.payload;
  features.methods = features.methods.filter((method) => !LACKING.includes(method));
  return JSON.stringify(frame);
}

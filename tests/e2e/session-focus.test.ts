// Where typed text goes: after a session is chosen, to its composer, and never to a shell.
import { afterAll, expect, it } from 'vitest';

import { lastUserText } from '#tests/support/model-server.ts';
import { t } from '#messages/translate.ts';

import type { AppPage } from './app-page.ts';
import { closeBrowser, describeInBrowser, openReadyApp } from './stage.ts';

afterAll(closeBrowser);

async function beginTwo(): Promise<AppPage> {
  const { app } = await openReadyApp({
    model: (request) => ({ steps: [{ say: `Answer to: ${lastUserText(request)}` }] }),
  });
  await app.beginTask('Talk about apples.');
  await app.conversation().getByText('Answer to: Talk about apples.').waitFor();
  await app.page.keyboard.press('Alt+n');
  await app.heading(t('sessions.new')).waitFor();
  await app.say('Talk about pears.');
  await app.conversation().getByText('Answer to: Talk about pears.').waitFor();
  return app;
}

const terminal = (app: AppPage) => app.page.locator('[data-keys="terminal"]');
const focusIsInTerminal = (app: AppPage) =>
  app.page.evaluate(() => document.activeElement?.closest('[data-keys="terminal"]') !== null);

describeInBrowser('keyboard focus', () => {
  it('types into the composer, not into a shell, after a session is chosen', async () => {
    const app = await beginTwo();
    await app.page.keyboard.press('Control+j');
    await expect.poll(() => focusIsInTerminal(app)).toBe(true);
    await app.openSession(/apples/);
    await app.page.keyboard.type('echo typed');
    expect(await app.composer().inputValue()).toBe('echo typed');
    // The same session again, and again after a reload.
    await app.openSession(/apples/);
    await app.page.keyboard.type(' twice');
    expect(await app.composer().inputValue()).toBe('echo typed twice');
    await app.page.reload();
    await app.conversation().waitFor();
    await app.page.keyboard.type(', thrice');
    await expect.poll(() => app.composer().inputValue()).toContain(', thrice');
  });

  it('types into the composer after a session is chosen in the palette, even from its own terminal', async () => {
    const app = await beginTwo();
    await app.page.keyboard.press('Control+j');
    await expect.poll(() => focusIsInTerminal(app)).toBe(true);
    for (const name of ['pears', 'apples']) {
      await app.page.keyboard.press('Control+k');
      await app.page.keyboard.type(`Talk about ${name}`);
      await app.page
        .getByRole('option', { name: new RegExp(name) })
        .first()
        .waitFor();
      await app.page.keyboard.press('Enter');
      await app.conversation().getByText(`Answer to: Talk about ${name}.`).waitFor();
      await expect.poll(() => focusIsInTerminal(app)).toBe(false);
      await expect.poll(() => app.composer().evaluate((field) => field === document.activeElement)).toBe(true);
    }
  });

  it('starts a shell only in the session in which the terminal was asked for', async () => {
    const app = await beginTwo();
    await app.page.keyboard.press('Control+j');
    await terminal(app).waitFor();
    await app.openSession(/apples/);
    await app.page.getByText(t('terminal.none')).waitFor();
    expect(await terminal(app).count()).toBe(0);
    await app.page.keyboard.press('Control+j');
    await expect.poll(() => focusIsInTerminal(app)).toBe(true);
    await app.page.keyboard.press('Control+j');
    await terminal(app).waitFor({ state: 'detached' });
    expect(await app.composer().evaluate((field) => field === document.activeElement)).toBe(true);
  });

  it('focuses the composer for a new session, also if an empty one is already open', async () => {
    const app = await beginTwo();
    for (let times = 0; times < 2; times += 1) {
      await app.button(t('sessions.new')).first().click();
      await app.heading(t('sessions.new')).waitFor();
      await expect.poll(() => app.composer().evaluate((field) => field === document.activeElement)).toBe(true);
    }
  });
});

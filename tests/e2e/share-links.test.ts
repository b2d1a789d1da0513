// Share links and HTML export in the details of a session, on the desktop and on a phone.
import { readFileSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { t } from '#messages/translate.ts';
import type { AppPage } from './app-page.ts';
import { closeBrowser, describeInBrowser, openReadyApp, openTab } from './stage.ts';

afterAll(closeBrowser);

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const;
const reply = () => ({ steps: [{ say: 'Answer with `code` & <b>markup</b>.' }] });

async function openDetails(options?: Parameters<typeof openReadyApp>[1]): Promise<AppPage> {
  const { app } = await openReadyApp({ model: reply }, options);
  await app.beginTask('Share this.');
  await app.idle();
  await app.page
    .getByRole('region', { name: t('sessions.pane') })
    .getByRole('button', { name: t('sessions.menu') })
    .first()
    .click();
  await app.page.getByRole('menuitem', { name: t('sessions.details.open') }).click();
  await app.page.getByRole('dialog', { name: t('sessions.details.title') }).waitFor();
  return app;
}

async function create(app: AppPage): Promise<string> {
  await app.button(t('sessions.share.create')).click();
  const dialog = app.page.getByRole('dialog', { name: t('sessions.share.newTitle') });
  await dialog.getByRole('button', { name: t('sessions.share.confirm') }).click();
  await dialog.getByText(t('sessions.share.networkOff')).waitFor();
  const path = await dialog.locator('pre').innerText();
  expect(path).toMatch(/^\/share\/[\w-]{43}$/);
  await dialog
    .getByRole('button', { name: t('controls.close') })
    .last()
    .click();
  return path;
}

describeInBrowser('the details of a session', () => {
  it('create a share link, say that network access is off, and revoke the link', async () => {
    const app = await openDetails();
    await create(app);
    const list = app.page.getByRole('list', { name: t('sessions.share.list') });
    await list.getByRole('listitem').waitFor();
    await list.getByRole('button', { name: t('sessions.share.revoke') }).click();
    await list.waitFor({ state: 'detached' });
  });

  it('create a share link on a phone', async () => {
    const app = await openDetails(PHONE);
    await create(app);
    await app.page.getByRole('list', { name: t('sessions.share.list') }).waitFor();
    expect(await app.page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });

  it('export the session as a page that shows everything and runs nothing', async () => {
    const app = await openDetails();
    await app.page
      .getByRole('dialog')
      .getByRole('button', { name: t('sessions.export') })
      .click();
    const download = app.page.waitForEvent('download');
    await app.page.getByRole('menuitem', { name: t('sessions.export.html') }).click();
    const html = readFileSync(await (await download).path(), 'utf8');
    const tab = await openTab();
    await tab.page.setContent(html);
    await tab.page.getByText('Answer with code & <b>markup</b>.').waitFor();
    const ground = () => tab.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await ground();
    await tab.page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(ground).not.toBe(light);
  });
});

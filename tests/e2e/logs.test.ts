// The log of one session: opened from the session, filtered by session and agent, and exported.
// Proves: OB-1
import { readFileSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { t } from '#messages/translate.ts';

import { closeBrowser, describeInBrowser, openReadyApp } from './stage.ts';

afterAll(closeBrowser);

const quiet = () => ({ steps: [{ say: 'Well.' }] });
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true };

describeInBrowser('the log', () => {
  it('of one session is opened from its menu, and exported', async () => {
    const { app, stage } = await openReadyApp({ model: quiet });
    const { page } = app;
    await app.beginTask('First task');
    await app.conversation().getByText('Well.').waitFor();
    await app.go('Home');
    await app.beginTask('Second task');
    await app.conversation().getByText('Well.').waitFor();
    const key = decodeURIComponent((await page.evaluate(() => location.hash)).split('/')[2] ?? '');
    await page
      .getByRole('navigation', { name: t('sessions.title') })
      .getByRole('link', { name: /Second task/ })
      .click({ button: 'right' });
    await page.getByRole('menuitem', { name: t('sessions.menu.showLog') }).click();
    const log = page.getByRole('log');
    await log.getByText('Run ended.').waitFor();
    expect(await log.getByText('Run ended.').count()).toBe(1);
    expect(await log.getByText('listening').count()).toBe(0);
    await app.button(t('logs.export')).click();
    const saving = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: t('logs.export.jsonl') }).click();
    const lines = readFileSync(await (await saving).path(), 'utf8')
      .trim()
      .split('\n');
    const runs = lines.map((line) => JSON.parse(line) as { readonly fields?: { readonly sessionKey?: string } });
    expect(runs.length).toBeGreaterThan(1);
    expect(new Set(runs.flatMap(({ fields }) => fields?.sessionKey ?? []))).toEqual(new Set([key]));
    await page.reload();
    await log.getByText('Run ended.').waitFor();
    await app.button(t('logs.openSession')).click();
    await app.conversation().getByText('Second task').waitFor();
    await page.goto(`${stage.host().origin}/#/logs?agent=nobody`);
    await page.getByText(t('logs.empty')).waitFor();
  });

  it('can be filtered on a phone without running out of the screen', async () => {
    const { app, stage } = await openReadyApp({ model: quiet }, PHONE);
    await app.beginTask('Task');
    await app.conversation().getByText('Well.').waitFor();
    await app.page.goto(`${stage.host().origin}/#/logs`);
    await app.page.getByRole('log').getByText('Run ended.').waitFor();
    await app.page.getByRole('combobox', { name: t('logs.session') }).tap();
    await app.page.getByRole('option').nth(1).tap();
    await app.page.getByRole('log').getByText('Run ended.').waitFor();
    expect(await app.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  });
});

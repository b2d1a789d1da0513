// Keyboard shortcuts that the user changes: recorded, in effect at once and after a reload, conflicts shown, reset.
// Proves: UI-1
import { afterAll, expect, it } from 'vitest';
import { t } from '#messages/translate.ts';

import { closeBrowser, describeInBrowser, openReadyApp } from './stage.ts';

afterAll(closeBrowser);

const SIDEBAR = t('commands.sidebar.toggle');
const quiet = () => ({ steps: [{ say: 'Well.' }] });

describeInBrowser('keyboard shortcuts', () => {
  it('are recorded in the settings and work at once, everywhere, and after a reload', async () => {
    const { app, stage } = await openReadyApp({ model: quiet });
    const { page } = app;
    await page.goto(`${stage.host().origin}/#/settings/shortcuts`);
    await page.getByRole('searchbox', { name: t('shortcuts.search') }).fill('toggle sidebar');
    await app.button(t('shortcuts.change', { command: SIDEBAR })).click();
    await page.keyboard.press('s');
    await page.getByText(t('shortcuts.needsModifier', { mod: 'Ctrl', alt: 'Alt' })).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByText(t('shortcuts.conflict', { commands: t('commands.palette.open') })).waitFor();
    await app.button(t('shortcuts.showConflicts')).waitFor();
    await app.button(t('shortcuts.change', { command: SIDEBAR })).click();
    await page.keyboard.press('Control+e');
    await app.button(t('shortcuts.showConflicts')).waitFor({ state: 'detached' });
    await page.reload();
    await page.goto(`${stage.host().origin}/#/sessions`);
    const sidebar = page.getByRole('navigation', { name: t('sessions.title') });
    await sidebar.waitFor();
    await page.keyboard.press('Control+e');
    await sidebar.waitFor({ state: 'detached' });
    await page.keyboard.press('Control+b');
    expect(await sidebar.count()).toBe(0);
    await page.keyboard.press('F1');
    const sheet = page.getByRole('dialog', { name: t('app.shortcuts') });
    await sheet.getByRole('listitem').filter({ hasText: SIDEBAR }).getByText('E', { exact: true }).waitFor();
    await sheet.getByRole('button', { name: t('commands.shortcuts.change') }).click();
    await app.button(t('shortcuts.reset', { command: SIDEBAR })).click();
    await app.button(t('shortcuts.reset', { command: SIDEBAR })).waitFor({ state: 'detached' });
  });

  it('can be reset together on a phone', async () => {
    const { app, stage } = await openReadyApp(
      { model: quiet },
      { viewport: { width: 390, height: 844 }, hasTouch: true },
    );
    await app.page.goto(`${stage.host().origin}/#/settings/shortcuts`);
    await app.button(t('shortcuts.remove', { command: SIDEBAR })).tap();
    await app.button(t('shortcuts.resetAll')).tap();
    await app.page
      .getByRole('dialog')
      .getByRole('button', { name: t('shortcuts.resetAll') })
      .tap();
    await app.button(t('shortcuts.reset', { command: SIDEBAR })).waitFor({ state: 'detached' });
    expect(await app.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  });
});

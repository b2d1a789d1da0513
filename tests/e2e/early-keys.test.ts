// Parts that open by a shortcut before they are loaded: no key is lost.
import { afterAll, expect, it } from 'vitest';
import { t } from '#messages/translate.ts';

import { closeBrowser, describeInBrowser, openReadyApp } from './stage.ts';

afterAll(closeBrowser);

const quiet = () => ({ steps: [{ say: 'Well.' }] });

describeInBrowser('a part that is still loading', () => {
  it('gets what was typed into the palette, and the keys for its list', async () => {
    const { app } = await openReadyApp({ model: quiet });
    const { page } = app;
    const gate = Promise.withResolvers<void>();
    const asked = page.waitForRequest(/palette-results/);
    await page.route(/palette-results/, async (route) => {
      await gate.promise;
      await route.continue();
    });
    await page.reload();
    await app.heading(t('home.heading.idle')).waitFor();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('usage');
    await page.keyboard.press('Enter');
    await asked;
    const field = page.getByRole('combobox', { name: t('app.palette.label') });
    expect(await field.inputValue()).toBe('usage');
    expect(await page.getByRole('option').count()).toBe(0);
    gate.resolve();
    await app.heading(t('usage.title')).waitFor();
    await field.waitFor({ state: 'detached' });
  });

  it('opens once it is there', async () => {
    const { app } = await openReadyApp({ model: quiet });
    await app.page.reload();
    await app.heading(t('home.heading.idle')).waitFor();
    await app.page.keyboard.press('F1');
    await app.page.getByRole('dialog', { name: t('app.shortcuts') }).waitFor();
    await app.page.keyboard.press('Escape');
    await app.page.getByRole('dialog').waitFor({ state: 'detached' });
  });
});

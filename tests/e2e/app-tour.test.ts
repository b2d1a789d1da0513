// The tour of the app: after the setup or from the palette, by keyboard, and skipped at any step.
// Proves: UI-7
import { afterAll, expect, it } from 'vitest';

import { t } from '#messages/translate.ts';
import { closeBrowser, describeInBrowser, openReadyApp, openStage } from './stage.ts';

afterAll(closeBrowser);

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const;
const STEPS = ['task', 'sessions', 'approvals', 'palette', 'settings'] as const;

describeInBrowser('the tour', () => {
  it('starts when somebody wants to explore the app after the setup, and is completed by keyboard', async () => {
    const stage = await openStage({ model: () => ({ steps: [{ say: 'Hello.' }] }) });
    const app = await stage.openTab();
    await app.signIn(stage.host().signInUrl);
    await app.firstRun(/Anthropic key found/, stage.workspace);
    await app.button(t('setup.explore')).click();
    const tour = app.page.getByRole('dialog', { name: t('tour.label') });
    for (const [index, step] of STEPS.entries()) {
      await tour.getByRole('heading', { name: t(`tour.${step}.title`) }).waitFor();
      if (step === 'approvals') expect(await app.page.locator('[data-toured]').count()).toBe(1);
      await expect
        .poll(() => app.page.evaluate(() => document.activeElement?.textContent))
        .toBe(index === STEPS.length - 1 ? t('tour.done') : t('tour.next'));
      await app.page.keyboard.press('Enter');
    }
    await tour.waitFor({ state: 'detached' });
    expect(await app.page.locator('[data-toured]').count()).toBe(0);
    await app.page.reload();
    await app.heading(t('home.heading.idle')).waitFor();
    expect(await tour.count()).toBe(0);
  });

  it('fits on a phone, goes back, and is skipped', async () => {
    const { app } = await openReadyApp({}, PHONE);
    await app.page.keyboard.press('Control+k');
    await app.page.keyboard.type(t('commands.tour.start'));
    await app.page
      .getByRole('option', { name: t('commands.tour.start') })
      .first()
      .click();
    const tour = app.page.getByRole('dialog', { name: t('tour.label') });
    for (const step of STEPS) {
      await tour.getByRole('heading', { name: t(`tour.${step}.title`) }).waitFor();
      const box = await tour.boundingBox();
      expect(box?.x).toBeGreaterThanOrEqual(0);
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(PHONE.viewport.width);
      if (step !== 'settings') await tour.getByRole('button', { name: t('tour.next') }).click();
    }
    await tour.getByRole('button', { name: t('tour.back') }).click();
    await tour.getByRole('heading', { name: t('tour.palette.title') }).waitFor();
    await tour.getByRole('button', { name: t('tour.skip') }).click();
    await tour.waitFor({ state: 'detached' });
  });
});

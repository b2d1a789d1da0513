// A budget on the usage page, a run that pauses at it, and Raise in the session, also after the host was killed.
import { afterAll, expect, it } from 'vitest';
import { t } from '#messages/translate.ts';
import { closeBrowser, describeInBrowser, openReadyApp } from './stage.ts';

afterAll(closeBrowser);

describeInBrowser('a budget', () => {
  it('pauses a run, which continues after Raise even if the host was killed, and can be stopped', async () => {
    const { stage, app } = await openReadyApp({ model: () => ({ steps: [{ say: 'All watered.' }] }) });
    const { page } = app;
    await app.go('Usage');
    await page.getByRole('button', { name: t('budgets.add') }).click();
    const dialog = page.getByRole('dialog', { name: t('budgets.add.title') });
    await dialog.getByLabel(t('budgets.maxTokens')).fill('500');
    await dialog.getByRole('button', { name: t('budgets.add.submit') }).click();
    await page.getByText('500 tokens per day').waitFor();
    await app.go('Home');
    await app.beginTask('Water the beans');
    const label = t('budgets.paused.label', { budget: t('budgets.scope.all') });
    const card = page.getByRole('form', { name: label });
    await card.waitFor();
    await stage.killAndRestart();
    await app.go('Home');
    await page.getByText(t('budgets.heading', { count: 1 })).waitFor();
    await page.getByRole('button', { name: t('budgets.paused.open') }).click();
    await page.keyboard.press('ControlOrMeta+Shift+Y');
    expect(await card.getByRole('button', { name: t('budgets.paused.stop') }).evaluate(isFocused)).toBe(true);
    await card.getByLabel(t('budgets.paused.tokens')).fill('30000');
    await card.getByLabel(t('budgets.paused.tokens')).press('Enter');
    await app.conversation().getByText('All watered.').waitFor();
    await card.waitFor({ state: 'detached' });
  });
});

function isFocused(element: Element): boolean {
  return element === document.activeElement;
}

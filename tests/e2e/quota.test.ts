// A provider that is limited for hours: the run waits in sight, also after the host was killed, and continues in three ways.
// Proves: AG-8, UI-1
import { afterAll, expect, it } from 'vitest';
import { t } from '#messages/translate.ts';
import type { ModelRequestRecord, Reply } from '#tests/support/model-server.ts';
import { closeBrowser, describeInBrowser, openReadyApp } from './stage.ts';

afterAll(closeBrowser);

const OTHER = 'claude-haiku-4-5';

describeInBrowser('a provider that is limited for two hours', () => {
  it('makes the run wait, visible everywhere and across a restart, until a person continues it', async () => {
    let isLimited = true;
    const model = ({ body }: ModelRequestRecord): Reply =>
      isLimited && body.model !== OTHER
        ? { status: 429, headers: { 'retry-after': '7200' } }
        : { steps: [{ say: body.model === OTHER ? 'The other one watered.' : 'All watered.' }] };
    const { stage, app } = await openReadyApp({ model, models: ['claude-sonnet-4-5', OTHER] });
    const { page } = app;
    const card = page.getByRole('region', { name: t('quota.title', { provider: 'Anthropic' }) });
    await app.beginTask('Water the beans');
    await card.waitFor();
    await card
      .getByText(t('quota.remaining', { time: '2h' }))
      .or(card.getByText(/1h 5\dm/))
      .first()
      .waitFor();
    await page
      .getByRole('img', { name: /^Waiting for Anthropic until/ })
      .first()
      .waitFor();
    await stage.killAndRestart();
    await app.go('Home');
    await page.getByRole('heading', { name: t('quota.heading', { count: 1 }) }).waitFor();
    await page
      .getByRole('button', { name: /Waiting for Anthropic until/ })
      .first()
      .click();
    await page.keyboard.press('ControlOrMeta+Shift+Y');
    expect(await card.getByRole('button', { name: t('quota.continue') }).evaluate(isFocused)).toBe(true);
    isLimited = false;
    await page.keyboard.press('Enter');
    await app.conversation().getByText('All watered.').waitFor();
    await card.waitFor({ state: 'detached' });
    await app.conversation().getByText("Continued before Anthropic's limit reset.").waitFor();

    isLimited = true;
    await app.say('And the peas');
    await card.getByRole('button', { name: t('quota.model') }).click();
    await page.getByRole('menuitem', { name: /haiku/i }).click();
    await app.conversation().getByText('The other one watered.').waitFor();

    await app.say('And the roses');
    await card.getByRole('button', { name: t('quota.stop') }).click();
    await card.waitFor({ state: 'detached' });
    await app.conversation().getByText(t('transcript.divider.stopped')).waitFor();
  });
});

function isFocused(element: Element): boolean {
  return element === document.activeElement;
}

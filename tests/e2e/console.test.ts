// A command of an agent fails: its output is in the console, the error is marked, and one click hands it to the agent.
// Proves: EX-7
import { afterAll, expect, it } from 'vitest';
import { lastToolResults, lastUserText, type ModelRequestRecord, type Reply } from '#tests/support/model-server.ts';
import { t } from '#messages/translate.ts';
import { closeBrowser, describeInBrowser, openReadyApp } from './stage.ts';

afterAll(closeBrowser);

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const COMMAND = 'node server.js';

function playAgent(request: ModelRequestRecord): Reply {
  const text = lastUserText(request);
  if (text.startsWith('Fix this error')) return { steps: [{ say: 'I will create the file.' }] };
  if (!text.startsWith('Start')) return { steps: [{ say: 'A title' }] };
  if (lastToolResults(request).length > 0) return { steps: [{ say: 'It failed.' }] };
  return { steps: [{ call: 'exec', input: { command: COMMAND } }] };
}

describeInBrowser('the console', () => {
  it('shows the output of commands with errors, which are handed to the agent', async () => {
    const { app } = await openReadyApp({ model: playAgent });
    await app.beginTask('Start the server');
    await app.button(t('approvals.allowOnce')).click();
    await app.conversation().getByText('It failed.').waitFor();
    const tab = app.page.getByRole('tab', { name: t('sessions.inspector.console') });
    if (!(await tab.isVisible())) await app.page.keyboard.press('Control+Shift+E');
    await tab.click();
    const log = app.page.getByRole('log', { name: t('console.lines') });
    await log.getByText(COMMAND, { exact: false }).first().waitFor();
    await log.getByText(t('console.failed', { code: '1' })).waitFor();
    await app.page.getByText(t('console.errorsOnly')).click();
    await log.getByText(COMMAND, { exact: false }).first().waitFor({ state: 'detached' });
    await log.getByText('Cannot find module', { exact: false }).first().waitFor();
    await log.getByRole('button', { name: t('console.fix') }).click();
    await app.conversation().getByText('I will create the file.').waitFor();
    await log.getByText(t('console.fixSent')).waitFor();
    await app.button(t('console.menu')).click();
    await app.page.getByRole('menuitem', { name: t('console.clear') }).click();
    await app.page.getByRole('button', { name: t('console.clearNow'), exact: true }).click();
    await app.page.getByText(t('console.noMatch')).waitFor();
  });

  it('is a page on a phone, with links to the sessions', async () => {
    const { app } = await openReadyApp({ model: playAgent }, PHONE);
    await app.beginTask('Start the server');
    await app.button(t('approvals.allowOnce')).click();
    await app.conversation().getByText('It failed.').waitFor();
    await app.page.evaluate(() => {
      location.hash = '/console';
    });
    const log = app.page.getByRole('log', { name: t('console.lines') });
    await log.getByRole('button', { name: t('console.fix') }).waitFor();
    const { width } = (await log.boundingBox()) ?? { width: 0 };
    expect(width).toBeGreaterThan(300);
    expect(await app.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
      PHONE.viewport.width,
    );
    await log.getByRole('button', { name: t('console.session') }).click();
    await app.conversation().getByText('It failed.').waitFor();
  });
});

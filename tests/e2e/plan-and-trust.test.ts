// A plan that is approved in the app, and a folder that is trusted there.
// Proves: N-1
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, it } from 'vitest';

import { lastToolResults, lastUserText, type ModelRequestRecord, type Reply } from '#tests/support/model-server.ts';
import { t } from '#messages/translate.ts';

import { closeBrowser, describeInBrowser, openReadyApp } from './stage.ts';

afterAll(closeBrowser);

const PLAN = '# Add notes\n\n1. Write `notes.md`.\n2. Check it with `cat`.';
const PICTURES = process.env['GATEHOUSE_PICTURES'];

function planThenStop(request: ModelRequestRecord): Reply {
  const results = lastToolResults(request);
  if (results.length > 0)
    return { steps: [{ say: JSON.stringify(results).includes('approved') ? 'Off I go.' : 'Revised.' }] };
  if (!lastUserText(request).includes('notes')) return { steps: [{ say: 'Hello.' }] };
  return { steps: [{ call: 'plan', input: { plan: PLAN } }] };
}

describeInBrowser('a plan', () => {
  it.each([
    ['desktop', {}],
    ['phone', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }],
  ] as const)('is shown as a document and approved on a %s', async (name, options) => {
    const { app } = await openReadyApp({ model: planThenStop }, options);
    await app.page.getByRole('textbox', { name: t('home.task.label') }).fill('Hi.');
    await app.button(t('home.task.start')).click();
    await app.conversation().getByText('Hello.').waitFor();
    await app.button(t('modes.label', { mode: t('modes.ask') })).click();
    await app.page.getByRole('menuitem', { name: t('modes.plan') }).click();
    await app.button(t('modes.label', { mode: t('modes.plan') })).waitFor();
    await app.composer().fill('Add notes.');
    await app.page.getByRole('button', { name: t('composer.send'), exact: true }).click();
    await app.button(t('approvals.plan.continueInEdits')).waitFor();
    await app.page.getByRole('heading', { name: 'Add notes' }).waitFor();
    if (PICTURES !== undefined) await app.page.screenshot({ path: join(PICTURES, `plan-${name}.png`) });
    await app.button(t('approvals.plan.continueInEdits')).click();
    await app.conversation().getByText('Off I go.').waitFor();
    await app.button(t('modes.label', { mode: t('modes.accept-edits') })).waitFor();
  });
});

describeInBrowser('a folder', () => {
  it.each([
    ['desktop', {}],
    ['phone', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }],
  ] as const)('is asked about once, with what would take effect, on a %s', async (name, options) => {
    const say = (): Reply => ({ steps: [{ say: 'Hello.' }] });
    const { stage, app } = await openReadyApp({ model: say, env: { GATEHOUSE_TRUSTED_FOLDERS: '' } }, options);
    mkdirSync(stage.workspace, { recursive: true });
    writeFileSync(join(stage.workspace, 'AGENTS.md'), 'Be kind.');
    await app.page.getByRole('textbox', { name: t('home.task.label') }).fill('Hi.');
    await app.button(t('home.task.start')).click();
    await app.button(t('trust.review')).click();
    const dialog = app.page.getByRole('dialog');
    await dialog.getByText('AGENTS.md').waitFor();
    if (PICTURES !== undefined) await app.page.screenshot({ path: join(PICTURES, `trust-${name}.png`) });
    await dialog.getByRole('button', { name: t('trust.trust') }).click();
    await app.page.getByText(t('trust.banner')).waitFor({ state: 'detached' });
    await dialog.waitFor({ state: 'detached' });
  });
});

// Where commands run, as a person sees and changes it.
// Proves: EX-1
import { join } from 'node:path';
import { afterAll, it } from 'vitest';

import { t } from '#messages/translate.ts';
import type { Reply } from '#tests/support/model-server.ts';
import { findMissingConfinement } from '#tests/support/confined-machine.ts';

import { closeBrowser, describeInBrowser, openReadyApp, openStage } from './stage.ts';

afterAll(closeBrowser);

const PICTURES = process.env['GATEHOUSE_PICTURES'];
/** Nothing is set, and no engine is running. */
const AUTOMATIC = { GATEHOUSE_MACHINE: '', DOCKER_HOST: 'unix:///nonexistent/docker.sock' };
const say = (): Reply => ({ steps: [{ say: 'Hello.' }] });

describeInBrowser('the default machine', () => {
  it.each([
    ['desktop', {}],
    ['phone', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }],
  ] as const)('is shown by the session, and a person can choose another, on a %s', async (name, options) => {
    const { stage, app } = await openReadyApp({ model: say, env: AUTOMATIC }, options);
    const { page } = app;
    await page.getByRole('textbox', { name: t('home.task.label') }).fill('Hi.');
    await app.button(t('home.task.start')).click();
    await app.conversation().getByText('Hello.').waitFor();
    // What this computer has decides what can be chosen automatically.
    const isConfined = findMissingConfinement() === undefined;
    await app.button(isConfined ? t('machines.runs.confined') : t('machines.choose')).waitFor();
    const session = page.url();
    if (PICTURES !== undefined) await page.screenshot({ path: join(PICTURES, `default-machine-session-${name}.png`) });
    await page.goto(`${stage.host().origin}/#/machines`);
    await page.getByRole('combobox', { name: t('machines.default') }).click();
    if (PICTURES !== undefined) await page.screenshot({ path: join(PICTURES, `default-machine-${name}.png`) });
    await page.getByRole('option', { name: t('approvals.machine.host') }).click();
    await app.button(t('machines.host.confirm')).click();
    await page.getByText(t('machines.host.text')).first().waitFor();
    await page.goto(session);
    if (isConfined) {
      // The setting doesn't move the session; a person does.
      await app.button(t('machines.runs.confined')).click();
      const dialog = page.getByRole('dialog', { name: t('machines.session.title') });
      await dialog.getByRole('combobox', { name: t('machines.default') }).click();
      await page.getByRole('option', { name: t('approvals.machine.host') }).click();
      if (PICTURES !== undefined) await page.screenshot({ path: join(PICTURES, `session-machine-dialog-${name}.png`) });
      await dialog.getByRole('button', { name: t('machines.session.change') }).click();
    } else {
      await app.composer().fill('Again.');
      await page.getByRole('button', { name: t('composer.send'), exact: true }).click();
    }
    await app.button(t('machines.runs.host')).waitFor();
  });

  it('is shown by setup, which lets a person choose another', async () => {
    const stage = await openStage({ model: say, env: AUTOMATIC });
    const app = await stage.openTab();
    await app.signIn(stage.host().signInUrl);
    await app.button(/Anthropic key found/).click();
    const field = app.page.getByRole('combobox', { name: t('machines.default') });
    await field.getByText(t('machines.automatic')).waitFor();
    if (PICTURES !== undefined) await app.page.screenshot({ path: join(PICTURES, 'default-machine-setup.png') });
    await field.click();
    await app.page.getByRole('option', { name: t('approvals.machine.host') }).click();
    await app.button(t('machines.host.confirm')).click();
    await field.getByText(t('approvals.machine.host')).waitFor();
    await app.page.getByLabel('Folder', { exact: true }).fill(stage.workspace);
    await app.button(t('setup.useFolder')).click();
    await app.heading(t('setup.task.title')).waitFor();
    await app.beginTask('Hi.');
    await app.button(t('machines.runs.host')).waitFor();
  });
});

// The configuration as a form drawn from its schema, and as a file: checked while typing, compared before saving, never overwritten.
// Proves: CF-3
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { t } from '#messages/translate.ts';

import type { AppPage } from './app-page.ts';
import { closeBrowser, describeInBrowser, openReadyApp, type Stage } from './stage.ts';

afterAll(closeBrowser);

const quiet = () => ({ steps: [{ say: 'Well.' }] });
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true };

const fileOf = (stage: Stage): string => join(stage.host().home, 'gatehouse.json5');
const text = (stage: Stage): string => readFileSync(fileOf(stage), 'utf8');
const editByHand = (stage: Stage, edit: (before: string) => string): void =>
  writeFileSync(fileOf(stage), edit(text(stage)));

async function show(app: AppPage, stage: Stage, query = ''): Promise<void> {
  await app.page.goto(`${stage.host().origin}/#/settings/configuration${query}`);
}

async function search(app: AppPage, query: string): Promise<void> {
  await app.page.getByRole('searchbox', { name: t('configuration.search') }).fill(query);
}

/** The row of a key. */
const row = (app: AppPage, key: string) => app.page.locator(`[data-setting="${key}"]`);

/** The page doesn't hear of changes of the file, as if it were saved elsewhere in the same moment. */
async function withoutChangeEvents({ page }: AppPage): Promise<void> {
  await page.routeWebSocket(/./, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((message) => {
      if (!/"event":"(config|settings)\.changed"/.test(String(message))) socket.send(message);
    });
  });
  await page.reload();
}

async function typeAtEnd(app: AppPage, what: string): Promise<void> {
  const editor = app.page.locator('.cm-content').first();
  await editor.click();
  await app.page.keyboard.press('Control+End');
  await app.page.keyboard.insertText(what);
}

describeInBrowser('the settings form', () => {
  it('changes each kind of value in the file, checks it while it is typed, and resets it', async () => {
    const { app, stage } = await openReadyApp({ model: quiet });
    await show(app, stage);
    await search(app, 'retries');
    const retries = row(app, 'limits.modelRetries');
    await retries.getByText(t('configuration.default', { value: '3' })).waitFor();
    const field = retries.getByRole('textbox');
    await field.fill('99');
    await retries.getByText(t('configuration.problem.range', { from: '0', to: '10' })).waitFor();
    await field.press('Enter');
    expect(text(stage)).not.toContain('modelRetries');
    await field.fill('7');
    await field.press('Enter');
    await expect.poll(() => text(stage)).toMatch(/modelRetries: 7/);
    await app.button(t('settings.reset', { setting: 'Retries' })).click();
    await expect.poll(() => text(stage)).not.toContain('modelRetries');

    await search(app, 'agents.defaults.fallbacks');
    const fallbacks = row(app, 'agents.defaults.fallbacks');
    await fallbacks.getByRole('textbox').fill('no slash');
    await fallbacks.getByRole('status').waitFor();
    await fallbacks.getByRole('textbox').fill('demo/script');
    await fallbacks.getByRole('textbox').press('Enter');
    await expect.poll(() => text(stage)).toContain('demo/script');

    await search(app, 'titles.automatic');
    await row(app, 'titles.automatic').getByRole('switch').click();
    await expect.poll(() => text(stage)).toMatch(/automatic: false/);

    await search(app, 'logs.level');
    await row(app, 'logs.level').getByRole('combobox').click();
    await app.page.getByRole('option', { name: 'debug' }).click();
    await expect.poll(() => text(stage)).toMatch(/level: ["']debug["']/);

    await search(app, 'prices');
    await app.page.getByLabel(t('configuration.map.name', { setting: 'Prices' })).fill('demo/script');
    await app.button(t('configuration.map.add')).first().click();
    await row(app, 'prices.demo/script.input').getByRole('textbox').fill('2.5');
    await row(app, 'prices.demo/script.input').getByRole('textbox').press('Enter');
    await expect.poll(() => text(stage)).toMatch(/input: 2\.5/);
  });

  it('shows both values if the same one was changed by hand, and keeps other changes', async () => {
    const { app, stage } = await openReadyApp({ model: quiet });
    await withoutChangeEvents(app);
    await show(app, stage);
    await search(app, 'logs.level');
    const level = row(app, 'logs.level');
    await level.waitFor();
    editByHand(stage, (before) => before.replace('{', '{\n  // mine\n  logs: { level: "warn" },'));
    await level.getByRole('combobox').click();
    await app.page.getByRole('option', { name: 'debug' }).click();
    const conflict = level.getByRole('alert');
    await conflict.getByText('warn').waitFor();
    expect(text(stage)).toContain('level: "warn"');
    await conflict.getByRole('button', { name: t('configuration.conflict.useMine') }).click();
    await expect.poll(() => text(stage)).toMatch(/level: ["']debug["']/);
    expect(text(stage)).toContain('// mine');
    // Another value is no conflict.
    editByHand(stage, (before) => before.replace('{', '{\n  limits: { modelRetries: 5 },'));
    await search(app, 'titles.automatic');
    await row(app, 'titles.automatic').getByRole('switch').click();
    await expect.poll(() => text(stage)).toMatch(/automatic: false/);
    expect(text(stage)).toContain('modelRetries: 5');
  });
});

describeInBrowser('the configuration file', () => {
  it('is checked while typing, and saved after a look at the differences', async () => {
    const { app, stage } = await openReadyApp({ model: quiet });
    await show(app, stage, '?view=file');
    await app.page.locator('.cm-content').waitFor();
    const editor = app.page.locator('.cm-content');
    await editor.fill('// mine\n{\n  limits: { modelRetries: 99 },\n}\n');
    await app.page
      .getByRole('list', { name: t('configuration.problems') })
      .getByText('limits.modelRetries')
      .waitFor();
    await app.button(t('configuration.line', { line: 3 })).click();
    expect(await app.button(t('configuration.review')).isDisabled()).toBe(true);
    await app.page.goto(`${stage.host().origin}/#/home`);
    await show(app, stage, '?view=file');
    await editor.getByText('modelRetries: 99').waitFor();
    await editor.fill(text(stage).replace('{', '{\n  limits: { modelRetries: 5 },'));
    await app.page.getByText(t('configuration.changes', { paths: 'limits.modelRetries' })).waitFor();
    await app.button(t('configuration.review')).click();
    const dialog = app.page.getByRole('dialog');
    await dialog.locator('.cm-insertedLine, .cm-changedLine').first().waitFor();
    expect(text(stage)).not.toContain('modelRetries');
    await dialog.getByRole('button', { name: t('controls.save') }).click();
    await expect.poll(() => text(stage)).toContain('modelRetries: 5');
    await app.page.getByText(t('configuration.saved')).waitFor();
  });

  it.each([
    ['side by side', {}],
    ['on a phone', PHONE],
  ])('shows both versions if it changed meanwhile, and loses neither (%s)', async (_, device) => {
    const { app, stage } = await openReadyApp({ model: quiet }, device);
    await withoutChangeEvents(app);
    await show(app, stage, '?view=file');
    await app.page.locator('.cm-content').waitFor();
    await typeAtEnd(app, '// from the app\n');
    editByHand(stage, (before) => `// by hand\n${before}`);
    await app.page.getByText(t('configuration.changesNothing')).waitFor();
    await app.button(t('configuration.review')).click();
    await app.page
      .getByRole('dialog')
      .getByRole('button', { name: t('controls.save'), exact: true })
      .click();
    const conflict = app.page.getByRole('dialog', { name: t('configuration.conflict.title') });
    await conflict.getByText('// by hand').first().waitFor();
    await conflict.getByText('// from the app').first().waitFor();
    expect(text(stage)).not.toContain('from the app');
    await conflict.getByRole('textbox', { name: t('configuration.conflict.mine') }).press('Control+Home');
    await app.page.keyboard.insertText('// both\n');
    await conflict.getByRole('button', { name: t('configuration.conflict.saveMine') }).click();
    await conflict.waitFor({ state: 'detached' });
    await expect.poll(() => text(stage)).toContain('// both');
    expect(text(stage)).toContain('// from the app');
  });
});

// An agent's files in a browser: written, looked at, fought over by two tabs, and brought back.
// Proves: AG-2
import { afterAll, expect, it } from 'vitest';
import { t } from '#messages/translate.ts';

import { AppPage } from './app-page.ts';
import { closeBrowser, describeInBrowser, openStage, type Stage } from './stage.ts';
import { watchPage } from './watch-page.ts';

afterAll(closeBrowser);

async function openFile(stage: Stage, name: string): Promise<AppPage> {
  const app = await stage.openTab();
  await app.signIn(stage.host().signInUrl);
  await showFile(app, stage, name);
  return app;
}

async function showFile(app: AppPage, stage: Stage, name: string): Promise<void> {
  await app.page.goto(`${stage.host().origin}/#/agents/main/files/${name}`);
  await editorOf(app).waitFor();
}

/** A second tab of the same browser. */
async function beside(app: AppPage, stage: Stage, name: string): Promise<AppPage> {
  const page = await app.page.context().newPage();
  const second = new AppPage(page, watchPage(page));
  await showFile(second, stage, name);
  return second;
}

const editorOf = (app: AppPage) => app.page.getByRole('textbox', { name: /^Text of / });

async function write(app: AppPage, text: string): Promise<void> {
  await editorOf(app).click();
  await app.page.keyboard.press('Control+a');
  await app.page.keyboard.insertText(text);
}

async function save(app: AppPage): Promise<void> {
  await app.page.keyboard.press('Control+s');
  await app.page.getByText(t('agents.files.unsaved'), { exact: true }).first().waitFor({ state: 'detached' });
}

describeInBrowser('agent files', () => {
  it('are edited, previewed, and restored from their history', async () => {
    const stage = await openStage({});
    const app = await openFile(stage, 'SOUL.md');
    await write(app, '# Kind\n\nYou are kind.');
    await app.page.getByText(t('agents.files.unsaved'), { exact: true }).first().waitFor();
    await save(app);
    await app.page.getByRole('radio', { name: 'Preview' }).click();
    await app.page.getByRole('region', { name: 'Preview' }).getByRole('heading', { name: 'Kind' }).waitFor();
    await app.page.getByRole('radio', { name: t('agents.files.edit') }).click();
    await write(app, '# Short\n\nYou are short.');
    await save(app);
    await app.button(t('agents.history.button')).click();
    const versions = app.page.getByRole('list', { name: t('agents.history.versions') }).getByRole('button');
    await expect.poll(() => versions.count()).toBe(2);
    await versions.nth(1).click();
    await app.button(t('agents.history.restore')).click();
    await expect.poll(() => editorOf(app).textContent()).toContain('You are kind.');
    await app.page.reload();
    await expect.poll(() => editorOf(app).textContent()).toContain('You are kind.');
  });

  it('keep unsaved text while another file is open, and lose nothing when two clients save', async () => {
    const stage = await openStage({});
    const first = await openFile(stage, 'USER.md');
    const second = await beside(first, stage, 'USER.md');
    await write(first, 'Mine.');
    await first.page
      .getByRole('navigation', { name: t('agents.files.label') })
      .getByRole('button', { name: 'SOUL.md' })
      .click();
    await first.page.getByRole('textbox', { name: 'Text of SOUL.md' }).waitFor();
    await write(second, 'Theirs.');
    await save(second);
    await first.button(/USER\.md unsaved/).click();
    await first.page.getByText(t('files.phase.conflict'), { exact: true }).waitFor();
    expect(await editorOf(first).textContent()).toContain('Mine.');
    await first.button(t('files.compare')).click();
    await first.page.getByRole('dialog').getByText('Theirs.').waitFor();
    await first.page.keyboard.press('Escape');
    await first.button(t('files.overwrite')).click();
    await expect.poll(() => editorOf(second).textContent()).toContain('Mine.');
  });
});

// The first run: a key is taken only after it worked, other servers by their address, and a kill leads back to where it was.
// Proves: MP-5, AU-7
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, expect, it, onTestFinished } from 'vitest';

import type { ModelRequestRecord, Reply } from '#tests/support/model-server.ts';
import { t } from '#messages/translate.ts';

import { closeBrowser, openStage, describeInBrowser } from './stage.ts';

afterAll(closeBrowser);

const GOOD_KEY = 'sk-ant-good-0123456789abcdef';
const NO_KEY = { ANTHROPIC_API_KEY: '' };

function strict(request: ModelRequestRecord): Reply {
  if (request.headers.authorization !== `Bearer ${GOOD_KEY}`) return { status: 401 };
  return { steps: [{ say: 'Welcome.' }] };
}

describeInBrowser('setup', () => {
  it('continues only after a successful key test and uses the suggested folder', async () => {
    const person = mkdtempSync(join(tmpdir(), 'gatehouse-person-'));
    onTestFinished(() => rmSync(person, { recursive: true, force: true }));
    const stage = await openStage({ model: strict, env: { ...NO_KEY, HOME: person } });
    const app = await stage.openTab();
    await app.signIn(stage.host().signInUrl);
    await app.button(/^Anthropic/).click();
    await app.page.getByLabel('API key', { exact: true }).fill('sk-ant-wrong-0123456789abcdefgh');
    await app.button('Connect').click();
    await app.page.getByRole('alert').getByText('rejected the API key').waitFor();
    await app.page.getByLabel('API key', { exact: true }).fill(GOOD_KEY);
    await app.page.keyboard.press('Enter');
    await app.heading(t('setup.workspace.title')).waitFor();
    const folder = app.page.getByLabel('Folder', { exact: true });
    const suggested = await folder.inputValue();
    expect(existsSync(suggested), 'made on confirmation, not before').toBe(false);
    await app.button(t('setup.useFolder')).click();
    await app.heading(t('setup.task.title')).waitFor();
    expect(existsSync(suggested)).toBe(true);
    await app.button(t('setup.prompt.folder')).click();
    await app.conversation().getByText('Welcome.').waitFor();
    expect(await app.page.evaluate(() => JSON.stringify({ ...localStorage }))).not.toContain(GOOD_KEY);
  });

  it('explains a problem with a folder and allows browsing for one', async () => {
    const stage = await openStage({ model: () => ({ steps: [{ say: 'Well.' }] }) });
    const app = await stage.openTab();
    await app.signIn(stage.host().signInUrl);
    await app.button(/Anthropic key found/).click();
    const folder = app.page.getByLabel('Folder', { exact: true });
    await folder.fill('not/absolute');
    await app.button(t('setup.useFolder')).click();
    await app.page.getByRole('alert').getByText("isn't an absolute path").waitFor();
    await folder.fill('/proc/x');
    await app.button(t('setup.useFolder')).click();
    await app.page.getByRole('alert').getByText("Couldn't create the folder /proc/x").waitFor();
    await app.button('Browse…').click();
    await app.button(t('setup.browser.choose')).click();
    await expect.poll(() => folder.inputValue()).toMatch(/^\//);
  });

  it('resumes at the same step after a kill', async () => {
    const stage = await openStage({ model: () => ({ steps: [{ say: 'Well.' }] }) });
    const app = await stage.openTab();
    await app.signIn(stage.host().signInUrl);
    await app.button(/Anthropic key found/).click();
    await app.heading(t('setup.workspace.title')).waitFor();
    await stage.kill();
    await app.page.getByText('Connection lost.').waitFor();
    await stage.restart();
    const after = await stage.openTab();
    await after.page.goto(stage.host().signInUrl);
    await after.heading(t('setup.workspace.title')).waitFor();
    await after.page.getByLabel('Folder', { exact: true }).fill(join(stage.workspace, 'chosen'));
    await after.button(t('setup.useFolder')).click();
    await after.heading(t('setup.task.title')).waitFor();
  });

  it('can be skipped and is not shown again', async () => {
    const stage = await openStage({ env: NO_KEY });
    const app = await stage.openTab();
    await app.signIn(stage.host().signInUrl);
    await app.button(t('setup.skip')).click();
    await app.page.getByRole('textbox', { name: t('home.task.label') }).waitFor();
    await app.page.reload();
    await app.page.getByRole('textbox', { name: t('home.task.label') }).waitFor();
  });
});

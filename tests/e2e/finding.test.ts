// Finding and clearing up: what was said, in all sessions and within one; several sessions deleted and brought back.
// Proves: SE-1, SE-7
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, expect, it } from 'vitest';

import { lastUserText, type ModelRequestRecord, type Reply } from '#tests/support/model-server.ts';
import { t } from '#messages/translate.ts';

import type { AppPage } from './app-page.ts';
import { closeBrowser, describeInBrowser, openReadyApp, type Stage } from './stage.ts';

afterAll(closeBrowser);

function playAgent(request: ModelRequestRecord): Reply {
  const asked = lastUserText(request);
  return { steps: [{ say: asked.includes('fruit') ? 'A tomato is a fruit.' : `Answer to: ${asked}` }] };
}

async function begin(tasks: readonly string[]): Promise<AppPage> {
  return (await beginOn(tasks)).app;
}

async function beginOn(tasks: readonly string[]): Promise<{ readonly stage: Stage; readonly app: AppPage }> {
  const { stage, app } = await openReadyApp({ model: playAgent });
  for (const [index, task] of tasks.entries()) {
    if (index > 0) await app.go('Home');
    await app.beginTask(task);
    await app
      .conversation()
      .getByText(/^(Answer to|A tomato)/)
      .waitFor();
    await app.idle();
  }
  return { stage, app };
}

describeInBrowser('message search', () => {
  it('finds messages in all sessions, from the sidebar and the palette', async () => {
    const app = await begin(['Name a fruit', 'Count to two']);
    const list = app.page.getByRole('navigation', { name: t('sessions.title') });
    await list.getByRole('searchbox').fill('tomato');
    await list.getByRole('link', { name: 'Count to two' }).waitFor({ state: 'detached' });
    expect(await list.getByRole('link').allInnerTexts()).toEqual([expect.stringContaining('Name a fruit')]);
    await list.getByRole('searchbox').fill('');
    await app.page.keyboard.press('Control+k');
    await app.page.keyboard.type('tomato');
    await app.page
      .getByRole('option', { name: /Name a fruit/ })
      .first()
      .waitFor();
    await app.page.keyboard.press('Enter');
    await app.conversation().getByText('A tomato is a fruit.').waitFor();
  });

  it('finds settings, files, and deleted sessions in the palette', async () => {
    const { stage, app } = await beginOn(['Count to two', 'Name a fruit']);
    const find = async (query: string, option: string | RegExp) => {
      await app.page.keyboard.press('Control+k');
      await app.page.keyboard.type(query);
      await app.page.getByRole('option', { name: option }).click();
    };
    writeFileSync(join(stage.workspace, 'harvest.md'), 'Beans in July');
    await find('harvest', /harvest\.md/);
    await app.page.getByText('Beans in July').waitFor();
    await app.openSession('Count to two');
    const list = app.page.getByRole('navigation', { name: t('sessions.title') });
    await list.getByRole('link', { name: 'Count to two' }).click({ button: 'right' });
    await app.page.getByRole('menuitem', { name: t('controls.delete') }).click();
    await list.getByRole('link', { name: 'Count to two' }).waitFor({ state: 'detached' });
    await find('count to', /Count to two.*Deleted/);
    await app.button(t('sessions.menu.restore')).waitFor();
    await find('font size', new RegExp(`^${t('settings.fontSize')}`));
    await app.heading(t('settings.look')).waitFor();
  });

  it('finds messages within a session by keyboard', async () => {
    const app = await begin(['Say one']);
    await app.say('Say two');
    await app.conversation().getByText('Answer to: Say two').waitFor();
    await app.page.keyboard.press('Control+f');
    const field = app.page.getByRole('searchbox', { name: t('sessions.find.label') });
    await field.fill('answer to');
    await app.page.getByText('2 of 2').waitFor();
    await field.press('Enter');
    await app.page.getByText('1 of 2').waitFor();
    await field.press('Escape');
    await field.waitFor({ state: 'detached' });
  });
});

describeInBrowser('several sessions', () => {
  it('are deleted together after confirmation and restored together', async () => {
    const app = await begin(['First task', 'Second task', 'Third task']);
    const list = app.page.getByRole('navigation', { name: t('sessions.title') });
    const link = (name: string) => list.getByRole('link', { name });
    await link('First task').click();
    await link('Second task').click({ modifiers: ['Shift'] });
    await app.page
      .getByRole('toolbar', { name: t('sessions.selection') })
      .getByRole('button', { name: t('controls.delete') })
      .click();
    await app.page
      .getByRole('dialog')
      .getByRole('button', { name: t('controls.cancel') })
      .click();
    expect(await list.getByRole('link').count()).toBe(3);
    await app.page
      .getByRole('toolbar', { name: t('sessions.selection') })
      .getByRole('button', { name: t('controls.delete') })
      .click();
    await app.page
      .getByRole('dialog')
      .getByRole('button', { name: t('controls.delete') })
      .click();
    await link('First task').waitFor({ state: 'detached' });
    await link('Second task').waitFor({ state: 'detached' });
    await app.button(t('controls.undo')).click();
    await link('First task').waitFor();
    await link('Second task').click();
    await app.conversation().getByText('Answer to: Second task').waitFor();
  });
});

// Finding and clearing up: what was said, in all sessions and within one; several sessions deleted and brought back.
// Proves: SE-1, SE-7
import { afterAll, expect, it } from 'vitest';

import { lastUserText, type ModelRequestRecord, type Reply } from '#tests/support/model-server.ts';
import { t } from '#messages/translate.ts';

import type { AppPage } from './app-page.ts';
import { closeBrowser, describeInBrowser, openReadyApp } from './stage.ts';

afterAll(closeBrowser);

function playAgent(request: ModelRequestRecord): Reply {
  const asked = lastUserText(request);
  return { steps: [{ say: asked.includes('fruit') ? 'A tomato is a fruit.' : `Answer to: ${asked}` }] };
}

async function begin(tasks: readonly string[]): Promise<AppPage> {
  const { app } = await openReadyApp({ model: playAgent });
  for (const [index, task] of tasks.entries()) {
    if (index > 0) await app.go('Home');
    await app.beginTask(task);
    await app
      .conversation()
      .getByText(/^(Answer to|A tomato)/)
      .waitFor();
    await app.idle();
  }
  return app;
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

// The story of a session in a browser: archived and read, forked, taken back, found again by what was said.
// Proves: SE-7, N-10
import { afterAll, expect, it } from 'vitest';

import { lastUserText, type ModelRequestRecord, type Reply } from '#tests/support/model-server.ts';
import { t } from '#messages/translate.ts';

import type { AppPage } from './app-page.ts';
import { closeBrowser, describeInBrowser, openReadyApp } from './stage.ts';

afterAll(closeBrowser);

function playAgent(request: ModelRequestRecord): Reply {
  return { steps: [{ say: `Answer to: ${lastUserText(request)}` }] };
}

async function begin(first: string, ...more: readonly string[]): Promise<AppPage> {
  const { app } = await openReadyApp({ model: playAgent });
  await app.beginTask(first);
  await answered(app, first);
  for (const text of more) {
    await app.say(text);
    await answered(app, text);
  }
  return app;
}

async function answered(app: AppPage, text: string): Promise<void> {
  await app.conversation().getByText(`Answer to: ${text}`).waitFor();
  await app.idle();
}

describeInBrowser('an archived session', () => {
  it('is read-only until it is restored', async () => {
    const app = await begin('Plant beans');
    await app.button(t('sessions.menu')).click();
    await app.page.getByRole('menuitem', { name: t('sessions.menu.archive') }).click();
    await app.page.getByText(t('sessions.archivedBar')).waitFor();
    expect(await app.composer().count()).toBe(0);
    expect(await app.button(t('transcript.editAndResend')).count()).toBe(0);
    await app.conversation().getByText('Answer to: Plant beans').waitFor();
    await app.button(t('sessions.restoreToWrite')).click();
    await app.say('Water them');
    await answered(app, 'Water them');
  });
});

describeInBrowser('a conversation', () => {
  it('can be forked after an answer and rewound to before a message', async () => {
    const app = await begin('Plant beans', 'Water them');
    await app.button(t('transcript.forkAfter')).first().click();
    await app.page.getByText(t('sessions.action.forked'), { exact: true }).first().waitFor();
    await app.conversation().getByText('Water them').first().waitFor({ state: 'detached' });
    await app.conversation().getByText('Answer to: Plant beans').waitFor();
    await app.page.goBack();
    await app.conversation().getByText('Answer to: Water them').waitFor();
    await app.button(t('transcript.rewind')).last().click();
    await app.button(t('transcript.rewindConfirm')).last().click();
    await app.conversation().getByText('Answer to: Water them').waitFor({ state: 'detached' });
    await expect.poll(() => app.composer().inputValue()).toBe('Water them');
    await app.button(t('transcript.branches.switch')).click();
    await app.conversation().getByText('Answer to: Water them').waitFor();
  });

  it('has a pager at edited messages that switches to earlier versions', async () => {
    const app = await begin('Plant beans', 'Water them');
    await app.button(t('transcript.editAndResend')).last().click();
    await app.page.getByRole('textbox', { name: t('transcript.editLabel') }).fill('Leave them');
    await app.button(t('transcript.resend')).last().click();
    await answered(app, 'Leave them');
    const pager = app.page.getByRole('group', { name: t('transcript.branches') });
    await pager.getByText('2/2').waitFor();
    await pager.getByRole('button', { name: t('transcript.branch.previous') }).click();
    await app.conversation().getByText('Answer to: Water them').waitFor();
    await pager.getByText('1/2').waitFor();
  });

  it('can be forked by keyboard', async () => {
    const app = await begin('Plant beans', 'Water them');
    await app.page.keyboard.press('Control+k');
    await app.page.keyboard.type('fork from');
    await app.page.getByRole('option', { name: t('commands.chat.history') }).waitFor();
    await app.page.keyboard.press('Enter');
    await app.page
      .getByRole('dialog')
      .getByRole('button', { name: t('transcript.history.fork') })
      .first()
      .press('Enter');
    await expect.poll(() => app.composer().inputValue()).toBe('Water them');
    await app.conversation().getByText('Answer to: Water them').waitFor({ state: 'detached' });
  });

  it('is found by its messages and opened at the match', async () => {
    const app = await begin('Plant beans', 'Water them');
    await app.go('Home');
    await app.page.keyboard.press('Control+k');
    await app.page.keyboard.type('answer plant');
    await app.page.getByRole('option', { name: /Answer to: Plant beans/ }).click();
    await app.conversation().locator('.bg-accent-soft').getByText('Answer to: Plant beans').waitFor();
  });
});

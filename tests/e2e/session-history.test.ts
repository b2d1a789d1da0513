// The story of a session in a browser: archived and read, forked, taken back, found again by what was said.
// Proves: SE-7, N-10
import { afterAll, expect, it } from 'vitest';

import { lastUserText, type ModelRequestRecord, type Reply } from '#tests/support/model-server.ts';

import type { AppPage } from './app-page.ts';
import { closeBrowser, describeInBrowser, openStage } from './stage.ts';

afterAll(closeBrowser);

function playAgent(request: ModelRequestRecord): Reply {
  return { steps: [{ say: `Answer to: ${lastUserText(request)}` }] };
}

async function begin(first: string, ...more: readonly string[]): Promise<AppPage> {
  const stage = await openStage({ model: playAgent });
  const app = await stage.openTab();
  await app.signIn(stage.host().signInUrl);
  await app.firstRun(/Anthropic key found/, stage.workspace);
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
    await app.button('Session menu').click();
    await app.page.getByRole('menuitem', { name: 'Archive' }).click();
    await app.page.getByText('Archived: it can be read and forked, not continued.').waitFor();
    expect(await app.composer().count()).toBe(0);
    expect(await app.button('Edit and send again').count()).toBe(0);
    await app.conversation().getByText('Answer to: Plant beans').waitFor();
    await app.button('Restore to write').click();
    await app.say('Water them');
    await answered(app, 'Water them');
  });
});

describeInBrowser('a conversation', () => {
  it('can be forked after an answer and rewound to before a message', async () => {
    const app = await begin('Plant beans', 'Water them');
    await app.button('Fork after this answer').first().click();
    await app.page.getByText('Forked', { exact: true }).first().waitFor();
    await app.conversation().getByText('Water them').first().waitFor({ state: 'detached' });
    await app.conversation().getByText('Answer to: Plant beans').waitFor();
    await app.page.goBack();
    await app.conversation().getByText('Answer to: Water them').waitFor();
    await app.button('Go back to before this').last().click();
    await app.button('Go back').last().click();
    await app.conversation().getByText('Answer to: Water them').waitFor({ state: 'detached' });
    await expect.poll(() => app.composer().inputValue()).toBe('Water them');
    await app.button('Go there again').click();
    await app.conversation().getByText('Answer to: Water them').waitFor();
  });

  it('has a pager at edited messages that leads to the earlier versions', async () => {
    const app = await begin('Plant beans', 'Water them');
    await app.button('Edit and send again').last().click();
    await app.page.getByRole('textbox', { name: 'Change the message and send it again' }).fill('Leave them');
    await app.button('Send again').last().click();
    await answered(app, 'Leave them');
    const pager = app.page.getByRole('group', { name: 'Branches of this message' });
    await pager.getByText('2/2').waitFor();
    await pager.getByRole('button', { name: 'Branch before' }).click();
    await app.conversation().getByText('Answer to: Water them').waitFor();
    await pager.getByText('1/2').waitFor();
  });

  it('can be forked by keyboard', async () => {
    const app = await begin('Plant beans', 'Water them');
    await app.page.keyboard.press('Control+k');
    await app.page.keyboard.type('fork or go');
    await app.page.getByRole('option', { name: /Fork or go back/ }).waitFor();
    await app.page.keyboard.press('Enter');
    await app.page.getByRole('dialog').getByRole('button', { name: 'Fork before it' }).first().press('Enter');
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

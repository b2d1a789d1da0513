// Groups, earlier conversations, and what the agents are doing, as the app shows them.
// Proves: SE-5, SE-11, AG-10
import { afterAll, expect, it } from 'vitest';

import { lastToolResults, lastUserText } from '#tests/support/model-server.ts';
import { t } from '#messages/translate.ts';

import type { AppPage } from './app-page.ts';
import { closeBrowser, describeInBrowser, openStage } from './stage.ts';

afterAll(closeBrowser);

async function begin(task: string): Promise<AppPage> {
  const stage = await openStage({
    model: (request) =>
      lastUserText(request).startsWith('Run') && lastToolResults(request).length === 0
        ? { steps: [{ call: 'exec', input: { command: 'mytool --now' } }] }
        : { steps: [{ say: `Answer to: ${lastUserText(request)}` }] },
  });
  const app = await stage.openTab();
  await app.signIn(stage.host().signInUrl);
  await app.firstRun(/Anthropic key found/, stage.workspace);
  await app.beginTask(task);
  return app;
}

const answer = (app: AppPage, task: string) => app.conversation().getByText(`Answer to: ${task}`).waitFor();

async function chooseInMenu(app: AppPage, entry: string): Promise<void> {
  await app.button(t('sessions.menu')).click();
  await app.page.getByRole('menuitem', { name: entry }).click();
}

describeInBrowser('sessions', () => {
  it('keep the conversations before a reset readable', async () => {
    const app = await begin('Talk about apples.');
    await answer(app, 'Talk about apples.');
    await app.idle();
    await app.say('/new');
    await app
      .conversation()
      .getByRole('button', { name: t('sessions.earlier') })
      .click();
    const dialog = app.page.getByRole('dialog');
    await dialog.getByText('Talk about apples.').waitFor();
    await dialog.getByRole('button', { name: t('sessions.earlier.open') }).click();
    await dialog.getByText('Answer to: Talk about apples.').waitFor();
    await dialog.getByRole('button', { name: t('sessions.earlier.all') }).click();
    await dialog.getByRole('button', { name: t('sessions.earlier.open') }).waitFor();
    await app.page.keyboard.press('Escape');
    await chooseInMenu(app, t('sessions.earlier'));
    await dialog.getByText('Talk about apples.').waitFor();
  });

  it('can be moved to a new group, and the sidebar shows groups', async () => {
    const app = await begin('Talk about pears.');
    await answer(app, 'Talk about pears.');
    await app.idle();
    await chooseInMenu(app, t('sessions.move'));
    const dialog = app.page.getByRole('dialog');
    await dialog.getByRole('radio', { name: t('sessions.newGroup') }).click();
    await dialog.getByRole('textbox', { name: t('sessions.groupName') }).fill('Orchard / fruit');
    await dialog.getByRole('button', { name: t('sessions.moveNow') }).click();
    await dialog.waitFor({ state: 'detached' });
    await app.button(t('sessions.group')).click();
    await app.page.getByRole('menuitem', { name: t('sessions.groupBy.group'), exact: true }).click();
    const sidebar = app.page.getByRole('navigation', { name: t('sessions.title') });
    await sidebar.getByRole('heading', { name: 'Orchard / fruit' }).waitFor();
    await app.page.reload();
    await sidebar.getByRole('heading', { name: 'Orchard / fruit' }).waitFor();
    await chooseInMenu(app, t('sessions.move'));
    await dialog.getByRole('radio', { name: t('sessions.noGroup') }).click();
    await dialog.getByRole('button', { name: t('sessions.moveNow') }).click();
    await sidebar.getByRole('heading', { name: t('sessions.noGroup') }).waitFor();
  });
});

describeInBrowser('the list of agents', () => {
  it('tells which agent is waiting for a decision', async () => {
    const app = await begin('Run the tool.');
    const card = app.page.getByRole('region', { name: /^Approval:/ });
    await card.waitFor();
    await app.page.evaluate(() => (location.hash = '#/agents'));
    const waiting = app.page.getByText(t('agents.state.waiting', { count: 1 }));
    await waiting.waitFor();
    await app.openSession(/Run the tool/);
    await card.getByRole('button', { name: t('approvals.deny'), exact: true }).click();
    await app.page.evaluate(() => (location.hash = '#/agents'));
    await app.heading(t('agents.title')).waitFor();
    await expect.poll(() => waiting.count()).toBe(0);
  });
});

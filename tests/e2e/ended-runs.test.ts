// How a run can end, and what the page offers then: retry, continue, another model, and the messages that were held.
import { afterAll, expect, it } from 'vitest';

import { lastUserText, type ModelRequestRecord, type Reply } from '#tests/support/model-server.ts';
import { t } from '#messages/translate.ts';

import type { AppPage } from './app-page.ts';
import { closeBrowser, describeInBrowser, type Stage, openReadyApp } from './stage.ts';

afterAll(closeBrowser);

const LONG = Array.from({ length: 400 }, (_, index) => `Word ${index} of it. `).join('');

async function begin(task: string, isBroken: () => boolean = () => false): Promise<{ stage: Stage; app: AppPage }> {
  const playAgent = (request: ModelRequestRecord): Reply => {
    const asked = lastUserText(request);
    if (asked.includes('fail') && isBroken()) return { status: 400, body: '{"error":{"message":"no"}}' };
    if (asked.includes('long')) return { steps: [{ say: LONG, chunks: 400, everyMs: 25 }] };
    return { steps: [{ say: `Answer to: ${asked}` }] };
  };
  const { stage, app } = await openReadyApp({ model: playAgent });
  await app.beginTask(task);
  return { stage, app };
}

const queue = (app: AppPage) => app.page.getByRole('list', { name: t('composer.queue.label') });

async function stop(app: AppPage): Promise<void> {
  await app.composer().press('Escape');
  await app.composer().press('Escape');
  await app.idle();
}

describeInBrowser('a run that failed', () => {
  it('can be retried, also after another model was looked at', async () => {
    let broken = true;
    const { app } = await begin('Please fail.', () => broken);
    await app.button(t('transcript.chooseModel')).click();
    await app.page.getByRole('textbox', { name: t('composer.searchModels') }).waitFor();
    await app.page.keyboard.press('Escape');
    broken = false;
    await app
      .conversation()
      .getByRole('button', { name: t('controls.retry'), exact: true })
      .click();
    await app.conversation().getByText('Answer to: Please fail.').waitFor();
    await app.idle();
    expect(
      await app
        .conversation()
        .getByRole('button', { name: t('controls.retry'), exact: true })
        .count(),
    ).toBe(0);
  });

  it('keeps its mark in the sidebar once it has been seen', async () => {
    const { app } = await begin('Please fail.', () => true);
    await app.button(t('transcript.chooseModel')).waitFor();
    const row = app.page
      .getByRole('navigation', { name: t('sessions.title') })
      .getByRole('link', { name: /Please fail/ });
    await row.getByRole('img', { name: t('sessions.state.failed') }).waitFor();
    await app.page.reload();
    await app.conversation().waitFor();
    await row.getByRole('img', { name: t('sessions.state.failed') }).waitFor();
  });
});

describeInBrowser('a run that the user stops', () => {
  it('says that a second Escape stops it, also over a draft', async () => {
    const { app } = await begin('Say something long.');
    await app.conversation().getByText('Word 5 of').waitFor();
    await app.composer().fill('A draft');
    await app.composer().press('Escape');
    await app.page.getByText(t('composer.stopHint')).waitFor();
    await app.composer().press('Escape');
    await app.idle();
    expect(await app.composer().inputValue()).toBe('A draft');
    await app
      .conversation()
      .getByRole('button', { name: t('transcript.continue') })
      .waitFor();
  });

  it('holds the messages that were waiting for it until they are sent', async () => {
    const { app, stage } = await begin('Say something long.');
    await app.conversation().getByText('Word 5 of').waitFor();
    for (const text of ['First held.', 'Second held.', 'Third held.']) await app.say(text);
    await queue(app).getByRole('listitem').nth(2).waitFor();
    await stop(app);
    await app.page.getByText(t('composer.queue.held')).waitFor();
    await app.say('Something else.');
    await app.conversation().getByText('Answer to: Something else.').waitFor();
    await app.idle();
    expect(await queue(app).getByRole('listitem').count(), 'nothing was sent by surprise').toBe(3);
    const second = queue(app).getByRole('listitem').filter({ hasText: 'Second held.' });
    await second.getByRole('button', { name: t('composer.queue.sendNow') }).click();
    await app.conversation().getByText('Answer to: Second held.').waitFor();
    await app.idle();
    expect(await queue(app).getByRole('listitem').count()).toBe(2);
    await app.button(t('composer.queue.sendAll')).click();
    await app.conversation().getByText('Answer to: Third held.').waitFor();
    await queue(app).waitFor({ state: 'detached' });
    expect(stage.model.requests.slice(-4).map(lastUserText)).toEqual([
      'Something else.',
      'Second held.',
      'First held.',
      'Third held.',
    ]);
  });

  it('can discard all held messages, and undo that', async () => {
    const { app } = await begin('Say something long.');
    await app.conversation().getByText('Word 5 of').waitFor();
    for (const text of ['First held.', 'Second held.']) await app.say(text);
    await queue(app).getByRole('listitem').nth(1).waitFor();
    await stop(app);
    await app.button(t('composer.queue.discardAll')).click();
    await queue(app).waitFor({ state: 'detached' });
    await app.button(t('controls.undo')).click();
    expect(await app.composer().inputValue()).toBe('First held.\nSecond held.');
  });
});

describeInBrowser('a run whose host was killed', () => {
  it('is shown as paused, then offers to continue or to retry', async () => {
    const { app, stage } = await begin('Say something long.');
    await app.conversation().getByText('Word 40 of').waitFor();
    await stage.kill();
    await app.page.getByText(t('transcript.phase.offline')).waitFor();
    await stage.restart();
    await app
      .conversation()
      .getByRole('button', { name: t('transcript.continue') })
      .waitFor();
    const asked = stage.model.requests.length;
    await app
      .conversation()
      .getByRole('button', { name: t('controls.retry'), exact: true })
      .click();
    await app.button(t('composer.stop')).waitFor();
    await expect.poll(() => stage.model.requests.slice(asked).map(lastUserText)).toEqual(['Say something long.']);
    await stop(app);
  });
});

// What a person does with sessions: queue, withdraw, edit and send again, delete and take back, choose a model, split.
// Proves: SE-1, SE-4, SE-6, CH-7, PP-1, UI-6, N-10
import { afterAll, expect, it } from 'vitest';

import { lastUserText, type ModelRequestRecord, type Reply } from '#tests/support/model-server.ts';
import { t } from '#messages/translate.ts';

import type { AppPage } from './app-page.ts';
import { closeBrowser, type Stage, describeInBrowser, openReadyApp } from './stage.ts';

afterAll(closeBrowser);

const MODELS = ['claude-sonnet-4-5', 'claude-haiku-4-5'];
const LONG = Array.from({ length: 200 }, (_, index) => `Word ${index} of it. `).join('');

function playAgent(request: ModelRequestRecord): Reply {
  const asked = lastUserText(request);
  if (asked.startsWith('Conversation:')) return { steps: [{ say: 'They spoke of harbours.' }] };
  if (asked.includes('long')) return { steps: [{ say: LONG, chunks: 200, everyMs: 15 }] };
  return { steps: [{ say: `Answer to: ${asked}` }] };
}

async function begin(task: string, model = playAgent): Promise<{ stage: Stage; app: AppPage }> {
  const { stage, app } = await openReadyApp({ model, models: MODELS });
  await app.beginTask(task);
  return { stage, app };
}

/** Begins with a run that doesn't end before it may. */
async function beginLong() {
  const { promise, resolve } = Promise.withResolvers<void>();
  const model = (request: ModelRequestRecord): Reply =>
    lastUserText(request) === 'Say something long.'
      ? { steps: [{ say: 'Word 5 of it. ' }, { until: promise }, { say: 'Word 199 of it.' }] }
      : playAgent(request);
  return { ...(await begin('Say something long.', model)), finish: resolve };
}

describeInBrowser('sessions', () => {
  it('queues messages during a run and cancels them on request', async () => {
    const { stage, app, finish } = await beginLong();
    await app.conversation().getByText('Word 5 of').waitFor();
    await app.say('Then this.');
    await app.say('Not this after all.');
    const waiting = app.page.getByRole('list', { name: t('composer.queue.label') });
    const removed = waiting.getByRole('listitem').filter({ hasText: 'Not this' });
    await removed.getByRole('button', { name: t('controls.remove') }).click();
    await removed.waitFor({ state: 'detached' });
    finish();
    await app.conversation().getByText('Answer to: Then this.').waitFor();
    await waiting.waitFor({ state: 'detached' });
    await app.idle();
    expect(await app.said()).toContain('Word 199');
    expect(stage.model.requests.map(lastUserText)).toEqual(['Say something long.', 'Then this.']);
  });

  it('allows queued messages to be reordered', async () => {
    const { stage, app, finish } = await beginLong();
    await app.conversation().getByText('Word 5 of').waitFor();
    await app.say('Second of all.');
    await app.say('First of all.');
    const waiting = app.page.getByRole('list', { name: t('composer.queue.label') });
    await waiting
      .getByRole('listitem')
      .filter({ hasText: 'First of all' })
      .getByRole('button', { name: t('composer.queue.moveUp') })
      .click();
    await waiting.getByRole('listitem').first().getByText('First of all.').waitFor();
    finish();
    await app.conversation().getByText('Answer to: Second of all.').waitFor();
    expect(stage.model.requests.slice(-2).map(lastUserText)).toEqual(['First of all.', 'Second of all.']);
  });

  it('moves a queued message that is dragged, and says where it is', async () => {
    const { stage, app, finish } = await beginLong();
    await app.conversation().getByText('Word 5 of').waitFor();
    for (const text of ['One.', 'Two.', 'Three.']) await app.say(text);
    const waiting = app.page.getByRole('list', { name: t('composer.queue.label') });
    const texts = () => waiting.getByRole('listitem').locator('.truncate').allInnerTexts();
    await expect.poll(texts).toEqual(['One.', 'Two.', 'Three.']);
    const drag = async (from: number, to: number, key?: string) => {
      const [handle, row] = [waiting.locator('[data-handle]').nth(from), waiting.getByRole('listitem').nth(to)];
      const [start, end] = [await handle.boundingBox(), await row.boundingBox()];
      if (start === null || end === null) throw new Error('a row is not on the page');
      const x = start.x + start.width / 2;
      await app.page.mouse.move(x, start.y + start.height / 2);
      await app.page.mouse.down();
      await app.page.mouse.move(x, end.y + end.height / 2 + (to > from ? 4 : -4), { steps: 4 });
      if (key !== undefined) await app.page.keyboard.press(key);
      await app.page.mouse.up();
    };
    await drag(2, 0, 'Escape');
    expect(await texts()).toEqual(['One.', 'Two.', 'Three.']);
    await drag(2, 0);
    await expect.poll(texts).toEqual(['Three.', 'One.', 'Two.']);
    await app.page
      .getByRole('status')
      .filter({ hasText: t('composer.queue.moved', { position: 1, count: 3 }) })
      .waitFor({ state: 'attached' });
    await drag(0, 1);
    await expect.poll(texts).toEqual(['One.', 'Three.', 'Two.']);
    await drag(0, 2);
    await expect.poll(texts).toEqual(['Three.', 'Two.', 'One.']);
    finish();
    await app.conversation().getByText('Answer to: One.').waitFor();
    expect(stage.model.requests.slice(-3).map(lastUserText)).toEqual(['Three.', 'Two.', 'One.']);
  });

  it('shows a summary of earlier messages, which can be edited and undone', async () => {
    const { stage, app } = await begin('Tell me of harbour 0.');
    for (let harbour = 1; harbour < 8; harbour += 1) {
      await app
        .conversation()
        .getByText(`Answer to: Tell me of harbour ${harbour - 1}.`)
        .waitFor();
      await app.idle();
      await app.say(`Tell me of harbour ${harbour}.`);
    }
    await app.conversation().getByText('Answer to: Tell me of harbour 7.').waitFor();
    await app.idle();
    await app.say('/compact');
    const summary = app.conversation().getByRole('button', { name: t('transcript.summary.replaced') });
    await summary.click();
    await app.conversation().getByText('They spoke of harbours.').waitFor();
    await app
      .conversation()
      .getByRole('button', { name: t('controls.edit'), exact: true })
      .click();
    await app.page
      .getByRole('textbox', { name: t('transcript.summary.editLabel') })
      .fill('They spoke of eight harbours.');
    await app.button(t('controls.save')).click();
    await app.conversation().getByText('They spoke of eight harbours.').waitFor();
    await app.say('And now?');
    await app.conversation().getByText('Answer to: And now?').waitFor();
    expect(JSON.stringify(stage.model.requests.at(-1)?.body.messages)).toContain('eight harbours');
    expect(JSON.stringify(stage.model.requests.at(-1)?.body.messages)).not.toContain('harbour 0');
    await app.idle();
    await app
      .conversation()
      .getByRole('button', { name: t('transcript.summary.undo') })
      .click();
    await app
      .conversation()
      .getByRole('button', { name: t('transcript.summary.undone') })
      .waitFor();
    await app.say('And then?');
    await app.conversation().getByText('Answer to: And then?').waitFor();
    expect(JSON.stringify(stage.model.requests.at(-1)?.body.messages)).toContain('harbour 0');
  });

  it('resends an edited message in place of the old one', async () => {
    const { stage, app } = await begin('How old is Rome?');
    await app.conversation().getByText('Answer to: How old is Rome?').waitFor();
    await app.idle();
    await app.conversation().getByText('How old is Rome?', { exact: true }).hover();
    await app.button(t('transcript.editAndResend')).click();
    const field = app.page.getByRole('textbox', { name: t('transcript.editLabel') });
    await field.fill('How old is Athens?');
    await app.button(t('transcript.resend')).last().click();
    await app.conversation().getByText('Answer to: How old is Athens?').waitFor();
    await app.idle();
    expect(await app.said()).not.toContain('Rome');
    expect(JSON.stringify(stage.model.requests.at(-1)?.body.messages)).not.toContain('Rome');
  });

  it('deletes a session and restores it with its history', async () => {
    const { app } = await begin('Remember the harbour.');
    await app.conversation().getByText('Answer to: Remember the harbour.').waitFor();
    await app.idle();
    await app.button(t('sessions.menu')).click();
    await app.page.getByRole('menuitem', { name: t('controls.delete') }).click();
    const row = app.page.getByRole('navigation', { name: t('sessions.title') }).getByRole('link', { name: /harbour/ });
    await app.page.getByText(t('sessions.deletedText')).first().waitFor();
    await row.waitFor({ state: 'detached' });
    await app.button(t('controls.undo')).click();
    await row.click();
    await app.conversation().getByText('Answer to: Remember the harbour.').waitFor();
    await app.say('Still there?');
    await app.conversation().getByText('Answer to: Still there?').waitFor();
  });

  it('sends to the selected model', async () => {
    const { stage, app } = await begin('First.');
    await app.conversation().getByText('Answer to: First.').waitFor();
    await app.idle();
    const first = stage.model.requests.at(-1)?.body.model ?? expect.fail();
    const other = MODELS.find((model) => model !== first) ?? expect.fail();
    await app.button(/^Model: /).click();
    await app.page
      .getByRole('textbox', { name: t('composer.searchModels') })
      .fill(other.includes('haiku') ? 'haiku' : 'sonnet');
    await app.page.keyboard.press('Enter');
    await app.say('Second.');
    await app.conversation().getByText('Answer to: Second.').waitFor();
    expect(stage.model.requests.at(-1)?.body.model).toBe(other);
    await app.page.reload();
    await app.button(other.includes('haiku') ? /^Model: .*haiku/i : /^Model: .*sonnet/i).waitFor();
  });

  it('shows two streaming sessions side by side', async () => {
    const { app } = await begin('Say something long.');
    await app.button(t('sessions.splitRight')).click();
    await app.say('Short one.', 1);
    await app.conversation(1).getByText('Answer to: Short one.').waitFor();
    expect(await app.said(1)).not.toContain('Word');
    await app.conversation(0).getByText('Word 199').waitFor();
    await app.idle(0);
    expect(await app.said(0)).not.toContain('Short one.');
    await app.page.reload();
    await app.conversation(1).getByText('Answer to: Short one.').waitFor();
    await app.conversation(0).getByText('Word 199').waitFor();
    await app.button(t('sessions.closePane')).last().click();
    await expect.poll(() => app.page.getByRole('log', { name: t('transcript.label') }).count()).toBe(1);
  });
});

// A prompt goes to two agents in a browser; the results are tested and compared, the best is merged, and the board shows the sessions.
// Proves: PP-4, PP-5
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { t } from '#messages/translate.ts';
import { connectTo } from '#tests/kill/connect.ts';
import { initRepository } from '#tests/support/git-repository.ts';
import { lastToolResults, lastUserText, type ModelRequestRecord, type Reply } from '#tests/support/model-server.ts';
import type { AppPage } from './app-page.ts';
import { closeBrowser, describeInBrowser, openReadyApp } from './stage.ts';

afterAll(closeBrowser);

let written = 0;

/** Each agent writes other notes, and the same list. */
function reply(request: ModelRequestRecord): Reply {
  const results = lastToolResults(request).length;
  if (results > 0) return { steps: [{ say: 'It is done.' }] };
  if (!lastUserText(request).includes('upper case')) return { steps: [{ say: 'Write the notes in upper case' }] };
  written += 1;
  return { steps: [{ call: 'write', input: { path: 'notes.txt', content: `BEANS ${written}\n` } }] };
}

const card = (app: AppPage, column: Parameters<typeof t>[0], title: string) =>
  app.page
    .getByRole('region', { name: t(column as 'board.column.done'), exact: true })
    .getByRole('link', { name: title });

describeInBrowser('one prompt for several agents', () => {
  it('is sent, tested, compared, and merged, and the others are archived and restored', async () => {
    const { stage, app } = await openReadyApp({ model: reply });
    const { page } = app;
    const base = await initRepository(stage.workspace);
    await base.put('notes.txt', 'beans\n');
    base.commit('First commit');
    const { origin, token } = stage.host();
    const client = await connectTo(origin, token);
    await client.request('agents.settings.set', { agentId: 'main', approvalMode: 'full' });
    client.stop();

    await page.goto(`${origin}/#/sessions/new`);
    await app.composer().fill('Use upper case.');
    await app.button(t('compare.several')).click();
    await page.getByRole('button', { name: t('compare.several.submit', { count: 2 }) }).click();
    const results = page.getByRole('list', { name: t('compare.results') }).locator('> li');
    await expect.poll(() => results.getByText('It is done.').count()).toBe(2);

    await page.getByText(t('compare.kind.all'), { exact: true }).waitFor();
    await page.getByRole('button', { name: /^notes\.txt/ }).click();
    await page
      .getByText(t('compare.part.some', { count: 1, total: 2 }), { exact: true })
      .first()
      .waitFor();

    await app.button(t('compare.test')).click();
    await page.getByRole('dialog').getByLabel(t('compare.test.command')).fill('grep "BEANS 1" notes.txt');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: t('compare.test.run'), exact: true })
      .click();
    const passed = results.filter({ hasText: t('compare.test.passed') });
    await passed.waitFor();
    await results.filter({ hasText: t('compare.test.failed') }).waitFor();

    await passed.getByRole('button', { name: /^Keep the result of / }).click();
    const dialog = page.getByRole('dialog');
    await expect.poll(() => dialog.getByLabel(t('worktrees.merge.message')).inputValue()).not.toBe('');
    await dialog.getByRole('button', { name: t('compare.keep.submit') }).click();
    await page.getByText(t('compare.archive.done', { count: 1 }), { exact: true }).waitFor();
    expect(readFileSync(join(stage.workspace, 'notes.txt'), 'utf8')).toBe('BEANS 1\n');
    await results.getByText(t('compare.isArchived'), { exact: true }).waitFor();
    await app.button(t('controls.undo')).click();
    await app.button(t('compare.archiveAll')).waitFor();

    await page.goto(`${origin}/#/board`);
    const title = 'Use upper case.';
    await expect.poll(() => card(app, 'board.column.review', title).count()).toBe(2);
    await card(app, 'board.column.review', title).first().focus();
    await page.keyboard.press('Shift+ArrowRight');
    await card(app, 'board.column.done', title).waitFor();
    await card(app, 'board.column.done', title).dragTo(
      page.getByRole('region', { name: t('board.column.running'), exact: true }),
    );
    await page.getByText(t('board.refused.running'), { exact: true }).first().waitFor();
    await card(app, 'board.column.done', title).dragTo(
      page.getByRole('region', { name: t('board.column.review'), exact: true }),
    );
    await expect.poll(() => card(app, 'board.column.review', title).count()).toBe(2);
  });
});

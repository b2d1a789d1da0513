// The board and Compare at phone width: nothing runs out at the side, axe finds nothing, and both can be used by finger.
// Proves: PP-4, PP-5, UI-9
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, expect, it } from 'vitest';
import { t } from '#messages/translate.ts';
import { connectTo } from '#tests/kill/connect.ts';
import { initRepository } from '#tests/support/git-repository.ts';
import { lastToolResults, type ModelRequestRecord, type Reply } from '#tests/support/model-server.ts';
import type { AppPage } from './app-page.ts';
import { closeBrowser, describeInBrowser, openReadyApp } from './stage.ts';

afterAll(closeBrowser);

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const;
/** A finger covers this much, px. */
const FINGER_PX = 44;

let written = 0;

function reply(request: ModelRequestRecord): Reply {
  if (lastToolResults(request).length > 0) return { steps: [{ say: 'It is done.' }] };
  written += 1;
  return { steps: [{ call: 'write', input: { path: 'notes.txt', content: `BEANS ${written}\n` } }] };
}

async function openDispatch(): Promise<{ readonly app: AppPage; readonly origin: string; readonly id: string }> {
  const { stage, app } = await openReadyApp({ model: reply }, PHONE);
  const base = await initRepository(stage.workspace);
  await base.put('notes.txt', 'beans\n');
  base.commit('First commit');
  const { origin, token } = stage.host();
  const client = await connectTo(origin, token);
  await client.request('agents.settings.set', { agentId: 'main', approvalMode: 'full' });
  const { dispatch } = await client.request('dispatches.create', {
    prompt: 'Use upper case.',
    folder: stage.workspace,
    entries: [{}, { thinkingLevel: 'low' }],
    idempotencyKey: 'the-key',
  });
  return { app, origin, id: dispatch.id };
}

async function checkPage({ page }: AppPage): Promise<void> {
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(PHONE.viewport.width);
  const small = await page
    .locator('main button:visible')
    .evaluateAll(
      (all, least) =>
        all.filter((button) => button.getBoundingClientRect().height < least - 0.5).map((button) => button.outerHTML),
      FINGER_PX,
    );
  expect(small).toEqual([]);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`))).toEqual([]);
}

describeInBrowser('on a phone', () => {
  it('results are compared, and one is kept', async () => {
    const { app, origin, id } = await openDispatch();
    const { page } = app;
    await page.goto(`${origin}/#/compare/${id}`);
    const results = page.getByRole('list', { name: t('compare.results') }).locator('> li');
    await expect.poll(() => results.getByText('It is done.').count()).toBe(2);
    await page.getByRole('button', { name: /^notes\.txt/ }).click();
    await page
      .getByText(t('compare.part.some', { count: 1, total: 2 }), { exact: true })
      .first()
      .waitFor();
    await checkPage(app);
    await app
      .button(/^Keep the result of /)
      .first()
      .click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: t('compare.keep.submit') }).click();
    await page.getByText(t('compare.archive.done', { count: 1 }), { exact: true }).waitFor();
  });

  it('a session is moved on the board by its menu', async () => {
    const { app, origin } = await openDispatch();
    const { page } = app;
    await page.goto(`${origin}/#/board`);
    const cards = (column: 'board.column.review' | 'board.column.done') =>
      page.getByRole('region', { name: t(column), exact: true }).getByRole('article');
    await expect.poll(() => cards('board.column.review').count()).toBe(2);
    await checkPage(app);
    await cards('board.column.review').first().getByRole('button').click();
    await page.getByRole('menuitem', { name: new RegExp(t('board.column.done')) }).click();
    await expect.poll(() => cards('board.column.done').count()).toBe(1);
  });
});

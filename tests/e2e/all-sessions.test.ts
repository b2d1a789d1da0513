// The table of all sessions, and the details of one.
// Proves: SE-1, SE-5
import { readFileSync } from 'node:fs';

import { afterAll, expect, it } from 'vitest';

import { t } from '#messages/translate.ts';
import { connectTo } from '#tests/kill/connect.ts';

import { closeBrowser, describeInBrowser, openReadyApp } from './stage.ts';

afterAll(closeBrowser);

const TITLES = ['Apples', 'Bananas', 'Cherries', 'Dates'];
const key = (title: string): string => `agent:main:${title.toLowerCase()}`;

async function openTable() {
  const { stage, app } = await openReadyApp({ model: () => ({ steps: [{ say: 'Ripe.' }] }) });
  const { origin, token } = stage.host();
  const client = await connectTo(origin, token);
  for (const title of TITLES) await client.request('sessions.create', { key: key(title), label: title });
  await app.page.goto(`${origin}/#/all-sessions`);
  const grid = app.page.getByRole('grid', { name: t('allSessions.title') });
  await grid.getByRole('row', { name: 'Apples' }).waitFor();
  const rows = () =>
    grid.getByRole('row').evaluateAll((all) => all.flatMap((row) => row.getAttribute('aria-label') ?? []));
  return { app, client, grid, rows };
}

describeInBrowser('the table of all sessions', () => {
  it('sorts, filters, and archives, moves, exports, and deletes several at once', async () => {
    const { app, client, grid, rows } = await openTable();
    const { page } = app;
    await grid.getByRole('button', { name: t('allSessions.column.title') }).click();
    await expect.poll(rows).toEqual(TITLES);
    await page.getByRole('searchbox', { name: t('allSessions.search') }).fill('an');
    await expect.poll(rows).toEqual(['Bananas']);
    await page.getByRole('button', { name: t('controls.clearSearch') }).click();
    await expect.poll(rows).toEqual(TITLES);

    // By keyboard: two rows from the first one.
    await grid.getByRole('row', { name: 'Apples' }).focus();
    await page.keyboard.press('Shift+ArrowDown');
    await page.getByText(t('sessions.selectedCount', { count: 2 })).waitFor();
    const bar = page.getByRole('toolbar', { name: t('sessions.selection') });
    await bar.getByRole('button', { name: t('sessions.move') }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: t('sessions.newGroup') }).click();
    await dialog.getByRole('textbox', { name: t('sessions.groupName') }).fill('Fruit');
    await dialog.getByRole('button', { name: t('sessions.moveNow') }).click();
    await dialog.waitFor({ state: 'detached' });
    const { sessions } = await client.request('sessions.list', { group: 'Fruit' });
    expect(new Set(sessions.map((row) => row.label))).toEqual(new Set(['Apples', 'Bananas']));

    await bar.getByRole('button', { name: t('sessions.export'), exact: true }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: t('sessions.export.markdown') }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe('gatehouse-sessions.md');
    expect(readFileSync(await file.path(), 'utf8')).toBe('# Apples\n\n# Bananas\n');

    await bar.getByRole('button', { name: t('sessions.menu.archive') }).click();
    await expect.poll(rows).toEqual(['Cherries', 'Dates']);
    await page.getByRole('button', { name: t('controls.undo') }).click();
    await expect.poll(rows).toEqual(TITLES);

    await bar.getByRole('button', { name: t('controls.delete') }).click();
    await dialog.getByRole('button', { name: t('controls.delete') }).click();
    await expect.poll(rows).toEqual(['Cherries', 'Dates']);
    await page.getByRole('button', { name: t('controls.undo') }).click();
    await expect.poll(rows).toEqual(TITLES);
  });

  it("opens a session's details by keyboard, where its settings are changed and a new conversation is started", async () => {
    const { app, client, grid } = await openTable();
    const { page } = app;
    const row = async () => (await client.request('sessions.describe', { key: key('Cherries') })).session;
    await grid.getByRole('row', { name: 'Cherries' }).focus();
    await page.keyboard.press('i');
    const sheet = page.getByRole('dialog', { name: t('sessions.details.title') });
    await sheet.getByRole('textbox', { name: t('sessions.titleLabel') }).fill('Sour cherries');
    await sheet.getByRole('combobox', { name: t('sessions.details.thinking') }).click();
    await page.getByRole('option', { name: t('sessions.details.thinking.high') }).click();
    await sheet.getByRole('combobox', { name: t('sessions.details.reset') }).click();
    await page.getByRole('option', { name: t('sessions.details.reset.idle') }).click();
    await sheet.getByRole('textbox', { name: t('sessions.details.idleMinutes') }).fill('90');
    await sheet.getByRole('combobox', { name: t('sessions.details.retention') }).click();
    await page.getByRole('option', { name: t('sessions.details.retention.days', { days: 30 }) }).click();
    await expect.poll(row).toMatchObject({
      label: 'Sour cherries',
      thinkingLevel: 'high',
      resetPolicy: { mode: 'idle', idleMs: 90 * 60_000 },
      retentionDays: 30,
    });
    const before = await row();
    await sheet.getByRole('button', { name: t('sessions.details.startOver') }).click();
    await page.getByText(t('sessions.details.startedOver'), { exact: true }).waitFor();
    expect((await row())?.sessionId).not.toBe(before?.sessionId);
    await sheet.getByRole('button', { name: t('controls.close') }).click();
    await sheet.waitFor({ state: 'detached' });
  });
});

// The approvals inbox with many requests: sorted by risk, identical reads allowed together, history by session.
// Proves: AP-2
import { afterAll, expect, it } from 'vitest';
import { t } from '#messages/translate.ts';
import { connectTo } from '#tests/kill/connect.ts';
import { lastToolResults, lastUserText, type ModelRequestRecord, type Reply } from '#tests/support/model-server.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import { closeBrowser, describeInBrowser, openReadyApp } from './stage.ts';

afterAll(closeBrowser);

/** Runs the command that it is told. */
function obey(request: ModelRequestRecord): Reply {
  if (lastToolResults(request).length > 0) return { steps: [{ say: 'Done.' }] };
  return { steps: [{ call: 'exec', input: { command: lastUserText(request) } }] };
}

const READ = 'cat notes.txt';
const COMMANDS = { One: READ, Two: 'mytool --version', Three: READ, Four: 'rm -rf build' };

async function openInbox() {
  const { stage, app } = await openReadyApp({ model: obey });
  const { origin, token } = stage.host();
  const client = await connectTo(origin, token);
  const { hash } = await client.request('config.get', {});
  await client.request('config.patch', {
    raw: '{"approvals":{"readOnlyCommands":false},"titles":{"automatic":false}}',
    baseHash: hash,
  });
  for (const [title, message] of Object.entries(COMMANDS)) {
    const sessionKey = `agent:main:${title.toLowerCase()}`;
    await client.request('sessions.create', { key: sessionKey, label: title });
    await client.request('chat.send', { sessionKey, message, idempotencyKey: title });
  }
  const pending = async () => (await client.request('approvals.list', { status: 'pending' })).approvals;
  await waitUntil('the requests', async () => ((await pending()).length === 4 ? true : undefined));
  await app.page.goto(`${origin}/#/approvals`);
  const list = app.page.getByRole('navigation', { name: t('approvals.pending.label') });
  await expect.poll(() => list.getByRole('button').count()).toBe(4);
  return { app, client, pending, list };
}

describeInBrowser('the approvals inbox', () => {
  it('sorts by risk, and keeps the order', async () => {
    const { app, list } = await openInbox();
    await list.getByRole('combobox', { name: t('approvals.order') }).click();
    await app.page.getByRole('option', { name: t('approvals.order.risk') }).click();
    const headings = () => list.getByRole('heading').allInnerTexts();
    await expect
      .poll(headings)
      .toEqual([t('approvals.risk.high'), t('approvals.risk.unknown'), t('approvals.risk.read')]);
    await expect.poll(() => list.getByRole('button').first().innerText()).toContain('rm -rf build');
    await app.page.reload();
    await expect.poll(headings).toHaveLength(3);
  });

  it('allows identical reads together, and everything else one by one', async () => {
    const { app, client, pending, list } = await openInbox();
    const same = app.page.getByRole('region', { name: t('approvals.same.label') });
    for (const command of ['mytool --version', 'rm -rf build']) {
      await list.getByRole('button', { name: command }).click();
      await app.page.getByRole('article', { name: new RegExp(command) }).waitFor();
      expect(await same.count(), command).toBe(0);
    }
    await list.getByRole('button', { name: READ }).first().click();
    await same.getByRole('checkbox', { name: /^Three/ }).uncheck();
    await same.getByRole('button', { name: t('approvals.same.allow', { count: 1 }) }).waitFor();
    await same.getByRole('checkbox', { name: /^Three/ }).check();
    await same.getByRole('button', { name: t('approvals.same.allow', { count: 2 }) }).click();
    await expect.poll(async () => (await pending()).map(({ subject }) => subject.command)).toHaveLength(2);
    const { approvals } = await client.request('approvals.list', { status: 'resolved' });
    expect(approvals.map(({ sessionTitle, outcome }) => `${sessionTitle} ${outcome}`).toSorted()).toEqual([
      'One allow-once',
      'Three allow-once',
    ]);

    await app.page.getByRole('tab', { name: t('approvals.tab.history') }).click();
    const rows = app.page.getByRole('tabpanel').getByRole('listitem');
    await expect.poll(() => rows.count()).toBe(2);
    await app.page.getByRole('combobox', { name: t('approvals.history.session') }).click();
    await app.page.getByRole('option', { name: 'Three' }).click();
    await expect.poll(() => rows.count()).toBe(1);
  });

  it('is answered by keyboard in a moment', async () => {
    const { app, pending, list } = await openInbox();
    await list.getByRole('button', { name: 'mytool' }).click();
    await app
      .button(/^Allow once/)
      .first()
      .waitFor();
    await app.page.keyboard.press('y');
    await expect.poll(async () => (await pending()).length).toBe(3);
  });
});

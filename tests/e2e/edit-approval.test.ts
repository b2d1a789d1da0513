// Requests that a person changes before allowing them: in the inbox by keyboard, in the transcript, and on a phone.
// Proves: AP-2
import { afterAll, expect, it } from 'vitest';
import { t } from '#messages/translate.ts';
import { connectTo } from '#tests/kill/connect.ts';
import { lastToolResults, lastUserText, type ModelRequestRecord, type Reply } from '#tests/support/model-server.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import { closeBrowser, describeInBrowser, openReadyApp } from './stage.ts';

afterAll(closeBrowser);

/** Runs the command that it is told, and repeats the result. */
function obey(request: ModelRequestRecord): Reply {
  const [result] = lastToolResults(request);
  if (result !== undefined) return { steps: [{ say: `It said: ${result.text}` }] };
  return { steps: [{ call: 'exec', input: { command: lastUserText(request) } }] };
}

const KEY = 'agent:main:edited';
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const;
const FINGER_PX = 44;

async function openRequest(command: string, options: Parameters<typeof openReadyApp>[1] = {}) {
  const { stage, app } = await openReadyApp({ model: obey }, options);
  const { origin, token } = stage.host();
  const client = await connectTo(origin, token);
  await client.request('sessions.create', { key: KEY, label: 'Edited' });
  await client.request('chat.send', { sessionKey: KEY, message: command, idempotencyKey: 'one' });
  const id = await waitUntil('the request', async () => {
    const { approvals } = await client.request('approvals.list', { status: 'pending' });
    return approvals[0]?.id;
  });
  const dialog = app.page.getByRole('dialog', { name: t('approvals.edit.title') });
  return { app, client, id, origin, dialog, allow: dialog.getByRole('button', { name: t('approvals.edit.allow') }) };
}

describeInBrowser('editing a request', () => {
  it('works by keyboard in the inbox: the effects first, then the edited command once', async () => {
    const { app, client, id, origin, dialog, allow } = await openRequest('mytool one');
    await app.page.goto(`${origin}/#/approvals`);
    await app.page.getByRole('article', { name: /^Approval: mytool one/ }).waitFor();
    await app.page.keyboard.press('e');
    const command = dialog.getByLabel(t('approvals.edit.part.command'), { exact: true });
    await expect.poll(() => command.inputValue()).toBe('mytool one');
    expect(await allow.isEnabled()).toBe(false);
    await app.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await app.page.keyboard.press('e');
    await command.fill('echo two && rm -rf build');
    await dialog.getByText('Deletes files (rm -rf).').waitFor();
    await command.fill('echo two');
    await dialog.getByLabel(t('approvals.edit.part.cwd'), { exact: true }).fill('nowhere');
    await dialog.getByRole('alert').filter({ hasText: 'nowhere' }).waitFor();
    expect(await allow.isEnabled()).toBe(false);
    await dialog.getByLabel(t('approvals.edit.part.cwd'), { exact: true }).fill('.');
    await expect.poll(() => allow.isEnabled()).toBe(true);
    await command.press('Control+Enter');
    await dialog.waitFor({ state: 'detached' });
    await waitUntil('the answer', async () => {
      const { approvals } = await client.request('approvals.list', { status: 'resolved' });
      return approvals.find((approval) => approval.id === id && approval.edit?.subject.command === 'echo two');
    });
    await app.page.goto(`${origin}/#/approvals/history`);
    await app.page.getByText(t('approvals.outcome.edited')).first().click();
    const changes = app.page.getByRole('region', { name: t('approvals.edit.changes'), exact: true });
    await expect.poll(() => changes.innerText()).toMatch(/mytool one[^]*echo two/);
    await app.page.goto(`${origin}/#/sessions/${encodeURIComponent(KEY)}`);
    await app.conversation().getByText('It said: The user changed the command before allowing it: echo two').waitFor();
    const line = app.conversation().getByText(new RegExp(`^${t('tools.answered.edited')}`));
    await line.click();
    await expect.poll(() => app.conversation().innerText()).toMatch(/mytool one[^]*echo two/);
  });

  it('works in the transcript, and keeps what a rule denies denied', async () => {
    const { app, client, id, origin, dialog, allow } = await openRequest('mytool one');
    await client.request('approvals.rules.add', { agentId: 'main', words: ['touch', '*'], effect: 'deny' });
    await app.page.goto(`${origin}/#/sessions/${encodeURIComponent(KEY)}`);
    const card = app.page.getByRole('region', { name: /^Approval:/ });
    await card.getByRole('button', { name: t('approvals.edit') }).click();
    const command = dialog.getByLabel(t('approvals.edit.part.command'), { exact: true });
    await command.fill('touch made');
    await dialog.getByText(t('approvals.edit.denied')).waitFor();
    expect(await allow.isEnabled()).toBe(false);
    await command.press('Control+Enter');
    expect((await client.request('approvals.list', { status: 'pending' })).approvals).toMatchObject([{ id }]);
    await command.fill('echo three');
    await expect.poll(() => allow.isEnabled()).toBe(true);
    await allow.click();
    await app
      .conversation()
      .getByText('It said: The user changed the command before allowing it: echo three')
      .waitFor();
  });

  it('fits on a phone, with targets for fingers', async () => {
    const { app, origin, id, dialog, allow } = await openRequest('mytool one', PHONE);
    await app.page.goto(`${origin}/#/approvals/item/${id}`);
    await app.page
      .getByRole('article')
      .getByRole('button', { name: t('approvals.edit') })
      .tap();
    const command = dialog.getByLabel(t('approvals.edit.part.command'), { exact: true });
    await command.fill('echo four');
    await expect.poll(() => allow.isEnabled()).toBe(true);
    for (const target of [allow, command, dialog.getByLabel(t('approvals.edit.part.cwd'), { exact: true })]) {
      const box = await target.boundingBox();
      expect(box?.height).toBeGreaterThanOrEqual(FINGER_PX);
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(PHONE.viewport.width);
    }
    await allow.tap();
    await dialog.waitFor({ state: 'detached' });
  });
});

// What a person sees of a request before deciding: all of it, and nothing that looks like something else.
// Proves: AP-1
import { afterAll, expect, it } from 'vitest';

import { t } from '#messages/translate.ts';
import { lastToolResults, type ModelRequestRecord, type Reply } from '#tests/support/model-server.ts';

import type { AppPage } from './app-page.ts';
import { closeBrowser, describeInBrowser, openReadyApp } from './stage.ts';

afterAll(closeBrowser);

const LONG = `# ${'a harmless comment '.repeat(160)}\necho hi\nrm -rf build`;
const BLANK = `echo hi${'\n'.repeat(60)}rm -rf x`;
const DISGUISED = { path: 'gpj.\u202etxt.sh', content: 'if (a) { // \u2066admin\u2069\n}\n' };

type Call = { readonly name: string; readonly input: Readonly<Record<string, unknown>> };

async function begin(call: Call): Promise<AppPage> {
  const model = (request: ModelRequestRecord): Reply =>
    lastToolResults(request).length === 0
      ? { steps: [{ call: call.name, input: call.input }] }
      : { steps: [{ say: 'Finished.' }] };
  const { app } = await openReadyApp({ model }, { viewport: { width: 1280, height: 800 } });
  await app.beginTask('Please do it.');
  return app;
}

describeInBrowser('an approval in a browser', () => {
  it('can be allowed only after the end of a long command was visible', async () => {
    const app = await begin({ name: 'exec', input: { command: LONG } });
    const card = app.conversation().getByRole('region', { name: /^Approval:/ });
    const allowHere = card.getByRole('button', { name: t('approvals.allowOnce') });
    await card.getByText(t('approvals.readToEnd')).waitFor();
    expect(await allowHere.isDisabled()).toBe(true);
    const approval = await app.inboxApproval('a harmless comment');
    const allow = approval.getByRole('button', { name: t('approvals.allowOnce') });
    const end = approval.getByLabel(t('approvals.command'), { exact: true }).getByText('rm', { exact: true });
    expect(await allow.isDisabled()).toBe(true);
    await app.page.keyboard.press('y');
    await approval.getByRole('button', { name: /more lines below/ }).click();
    expect(await end.isVisible()).toBe(true);
    await expect.poll(() => allow.isEnabled()).toBe(true);
    await app.page.keyboard.press('y');
    await app.page.getByText(t('approvals.empty.title')).waitFor();
  });

  it('can be allowed after scrolling to the end', async () => {
    const app = await begin({ name: 'exec', input: { command: LONG } });
    const card = app.conversation().getByRole('region', { name: /^Approval:/ });
    const allow = card.getByRole('button', { name: t('approvals.allowOnce') });
    expect(await allow.isDisabled()).toBe(true);
    await card.getByLabel(t('approvals.command')).evaluate((box) => box.scrollTo(0, box.scrollHeight));
    await expect.poll(() => allow.isEnabled()).toBe(true);
  });

  it('counts blank lines, so that the end of the command is in view', async () => {
    const app = await begin({ name: 'exec', input: { command: BLANK } });
    const card = app.conversation().getByRole('region', { name: /^Approval:/ });
    await card.getByText(t('controls.blankLines', { count: 59 })).waitFor();
    expect(await card.getByRole('button', { name: t('approvals.allowOnce') }).isEnabled()).toBe(true);
    await app.go('Home');
    await app.button(t('home.review')).click();
    const approval = app.page.getByRole('article', { name: /^Approval:/ });
    await approval.getByText(t('controls.blankLines', { count: 59 })).waitFor();
    expect(await approval.getByLabel(t('approvals.command'), { exact: true }).innerText()).toMatch(
      /59 blank lines\nrm -rf x$/,
    );
  });

  it('shows hidden characters of a file name and of its content as escapes', async () => {
    const app = await begin({ name: 'write', input: DISGUISED });
    const card = app.conversation().getByRole('region', { name: /^Approval:/ });
    await card.getByText('gpj.\\u{202e}txt.sh').first().waitFor();
    expect(await card.innerText()).not.toMatch(/[\u202e\u2066\u2069]/);
    const text = await (await app.inboxApproval('gpj.')).innerText();
    expect(text).toContain('Write gpj.\\u{202e}txt.sh');
    expect(text).toContain('// \\u{2066}admin\\u{2069}');
    expect(await app.page.locator('body').innerText()).not.toMatch(/[\u202e\u2066\u2069]/);
  });
});

// Rules in a browser: proposed by an approval, tried on past commands, edited, denied, revoked, restored, moved to a file and back.
// Proves: AP-2, AP-3
import { readFileSync } from 'node:fs';

import { afterAll, expect, it } from 'vitest';

import type { RulesFile } from '#contract/types/approval-rules.ts';
import { lastToolResults, type ModelRequestRecord, type Reply } from '#tests/support/model-server.ts';
import { t } from '#messages/translate.ts';

import type { AppPage } from './app-page.ts';
import { closeBrowser, describeInBrowser, openReadyApp, type Stage } from './stage.ts';

afterAll(closeBrowser);

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const;
const COMMAND = 'mkdir -p build/pages';

/** Asks once per message for the same command. */
function playAgent(request: ModelRequestRecord): Reply {
  return lastToolResults(request).length > 0
    ? { steps: [{ say: 'Done.' }] }
    : { steps: [{ call: 'exec', input: { command: COMMAND } }] };
}

const card = (app: AppPage) => app.page.getByRole('region', { name: /^Approval:/ });
const dialog = (app: AppPage) => app.page.getByRole('dialog');

async function begin(options: Parameters<Stage['openTab']>[0] = {}): Promise<{ stage: Stage; app: AppPage }> {
  const { stage, app } = await openReadyApp({ model: playAgent }, options);
  await app.page.getByRole('textbox', { name: t('home.task.label') }).fill('Make a folder.');
  await app.button(t('home.task.start')).click();
  await card(app).waitFor();
  return { stage, app };
}

async function openRules(app: AppPage): Promise<void> {
  await app.page.evaluate(() => {
    location.hash = '/approvals/rules';
  });
  await app.heading(t('approvals.rules.title')).waitFor();
}

/** Whether anything reaches past the right edge of the window. */
const overflows = (app: AppPage) =>
  app.page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

describeInBrowser('the approval card', () => {
  it('is answered by keyboard: Deny has the focus, A proposes rules, and the one that is chosen is stored', async () => {
    const { app } = await begin();
    await app.page.keyboard.press('Control+Shift+Y');
    const deny = card(app).getByRole('button', { name: t('approvals.deny'), exact: true });
    await expect.poll(() => deny.evaluate((button) => button === document.activeElement)).toBe(true);
    await app.page.keyboard.press('a');
    const project = dialog(app).getByRole('radio', { name: t('rules.proposal.workspace', { command: COMMAND }) });
    await project.waitFor();
    expect(await project.isChecked()).toBe(true);
    await dialog(app)
      .getByText(t('rules.history.none', { days: 30 }))
      .first()
      .waitFor();
    await dialog(app)
      .getByRole('textbox', { name: t('rules.proposal.onlyRule') })
      .fill('mkdir');
    await dialog(app)
      .getByText(/does not cover|No command matched/)
      .first()
      .waitFor();
    await dialog(app)
      .getByRole('radio', { name: t('rules.proposal.session', { command: COMMAND }) })
      .click();
    await app.page.keyboard.press('Escape');
    await expect.poll(() => deny.evaluate((button) => button === document.activeElement)).toBe(true);
    await app.page.keyboard.press('a');
    await project.waitFor();
    await dialog(app)
      .getByRole('button', { name: t('approvals.always.always') })
      .click();
    await app.conversation().getByText('Done.').waitFor();
    await app.say('Again.');
    await expect.poll(() => app.conversation().getByText('Done.').count()).toBe(2);
    await openRules(app);
    await app.button(t('approvals.rules.revokeRule', { rule: COMMAND })).waitFor();
    await app.page.getByText(t('rules.source.approval', { who: '', date: '' }).split(' by')[0] ?? '').waitFor();
  });

  it('has its buttons in the order Allow once, Edit, Always, Deny, Deny with reason', async () => {
    const { app } = await begin();
    const names = await card(app).getByRole('button').allInnerTexts();
    expect(names.filter((name) => name !== '')).toEqual([
      t('approvals.allowOnce'),
      t('approvals.edit'),
      t('approvals.allowAlways'),
      t('approvals.deny'),
      t('approvals.denyWithReason'),
    ]);
  });

  it('fits on a phone, with its dialog', async () => {
    const { app } = await begin(PHONE);
    expect(await overflows(app)).toBe(false);
    await card(app)
      .getByRole('button', { name: t('approvals.allowAlways') })
      .click();
    await dialog(app)
      .getByText(t('rules.history.none', { days: 30 }))
      .first()
      .waitFor();
    const box = await dialog(app).boundingBox();
    if (box === null) expect.fail('no dialog');
    expect(box.x).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width).toBeLessThanOrEqual(PHONE.viewport.width);
    expect(await overflows(app)).toBe(false);
  });
});

describeInBrowser('the rules page', () => {
  it('tries a deny rule on past commands, stores it, and denies the command', async () => {
    const { stage, app } = await begin();
    await card(app)
      .getByRole('button', { name: t('approvals.allowOnce') })
      .click();
    await app.conversation().getByText('Done.').waitFor();
    const session = await app.page.evaluate(() => location.hash);
    await openRules(app);
    await app.button(t('approvals.rules.new')).click();
    await dialog(app)
      .getByRole('radio', { name: t('rules.effect.deny') })
      .click();
    await dialog(app).getByLabel(t('approvals.rules.command')).fill('mkdir *');
    await dialog(app)
      .getByText(t('rules.history.nowDenied', { count: 1 }))
      .waitFor();
    await app.button(t('approvals.rules.add')).click();
    await app.button(t('approvals.rules.revokeRule', { rule: 'mkdir *' })).waitFor();
    await app.page.evaluate((hash) => {
      location.hash = hash;
    }, session);
    await app.say('Again.');
    await app.conversation().getByText(t('tools.state.denied'), { exact: true }).waitFor();
    expect(JSON.stringify(stage.model.requests.at(-1)?.body)).toContain('Denied by the rule');
  });

  it('edits, filters, revokes, and restores a rule', async () => {
    const { app } = await begin();
    await openRules(app);
    for (const line of ['npm test', 'npm run build']) {
      await app.button(t('approvals.rules.new')).click();
      await dialog(app).getByLabel(t('approvals.rules.command')).fill(line);
      await app.button(t('approvals.rules.add')).click();
      await app.button(t('approvals.rules.revokeRule', { rule: line })).waitFor();
    }
    await app.button(t('rules.edit.rule', { rule: 'npm test' })).click();
    await dialog(app).getByLabel(t('approvals.rules.command')).fill('npm run test');
    await app.button(t('rules.edit.save')).click();
    await app.button(t('approvals.rules.revokeRule', { rule: 'npm run test' })).waitFor();
    await app.page.getByRole('searchbox', { name: t('rules.search') }).fill('build');
    await app.button(t('approvals.rules.revokeRule', { rule: 'npm run test' })).waitFor({ state: 'detached' });
    await app.button(t('approvals.rules.revokeRule', { rule: 'npm run build' })).click();
    await app.button(t('approvals.rules.revokeRule', { rule: 'npm run build' })).waitFor({ state: 'detached' });
    await app.page.reload();
    await app.button(t('rules.revoked.restoreRule', { rule: 'npm run build' })).click();
    await app.button(t('approvals.rules.revokeRule', { rule: 'npm run build' })).waitFor();
    await app.heading(t('rules.revoked.title')).waitFor({ state: 'detached' });
  });

  it('exports rules, imports them again, and names an invalid rule', async () => {
    const { app } = await begin();
    await openRules(app);
    await app.button(t('approvals.rules.new')).click();
    await dialog(app).getByLabel(t('approvals.rules.command')).fill('npm test');
    await app.button(t('approvals.rules.add')).click();
    await app.button(t('approvals.rules.revokeRule', { rule: 'npm test' })).waitFor();
    await app.button(t('rules.transfer.menu')).click();
    const saved = app.page.waitForEvent('download');
    await app.page.getByRole('menuitem', { name: t('rules.transfer.export') }).click();
    // Written by the app.
    const file = JSON.parse(readFileSync(await (await saved).path(), 'utf8')) as RulesFile;
    expect(file.rules).toMatchObject([{ agent: 'main', effect: 'allow', words: ['npm', 'test'] }]);
    const upload = async (rules: readonly object[]) =>
      app.page.getByLabel(t('rules.transfer.file')).setInputFiles({
        name: 'rules.json',
        mimeType: 'application/json',
        buffer: Buffer.from(JSON.stringify({ ...file, rules })),
      });
    const [rule = {}] = file.rules;
    await upload([rule, { ...rule, words: ['bash', '*'] }]);
    await dialog(app)
      .getByRole('alert')
      .getByText(/bash \*/)
      .waitFor();
    await app.page.keyboard.press('Escape');
    await dialog(app).waitFor({ state: 'detached' });
    await upload([rule, { ...rule, words: ['npm', 'run', 'build'] }]);
    await dialog(app)
      .getByText(t('rules.transfer.existing', { count: 1 }))
      .waitFor();
    await dialog(app)
      .getByRole('button', { name: t('rules.transfer.submit', { count: 1 }) })
      .click();
    await app.button(t('approvals.rules.revokeRule', { rule: 'npm run build' })).waitFor();
  });

  it('fits on a phone, with its editor', async () => {
    const { app } = await begin(PHONE);
    await openRules(app);
    await app.button(t('approvals.rules.new')).click();
    await dialog(app).getByLabel(t('approvals.rules.command')).fill('mkdir *');
    await dialog(app)
      .getByRole('radio', { name: t('rules.effect.deny') })
      .click();
    await dialog(app)
      .getByText(t('rules.history.matched', { count: 1, days: 30 }))
      .waitFor();
    expect(await overflows(app)).toBe(false);
    await app.button(t('approvals.rules.add')).click();
    await app.button(t('approvals.rules.revokeRule', { rule: 'mkdir *' })).waitFor();
    expect(await overflows(app)).toBe(false);
  });
});

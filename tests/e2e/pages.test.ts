// The pages around the chat, in a browser: what is chosen takes effect at once, is kept, and can be taken back.
// Proves: AG-1, AP-2, AP-3, US-2, US-5, CF-6, UI-1, UI-2, UI-6, OB-1
import { readFileSync } from 'node:fs';

import { afterAll, expect, it } from 'vitest';

import { lastToolResults, lastUserText, type ModelRequestRecord, type Reply } from '#tests/support/model-server.ts';
import { t } from '#messages/translate.ts';

import type { AppPage } from './app-page.ts';
import { closeBrowser, openStage, type Stage, describeInBrowser, openReadyApp } from './stage.ts';

afterAll(closeBrowser);

const GOOD_KEY = 'sk-ant-good-0123456789abcdef';

/** Asks for two commands, one after the other, then says what came of the last. */
function twoCommands(request: ModelRequestRecord): Reply {
  const results = request.body.messages.flatMap((message) =>
    typeof message.content === 'string' ? [] : message.content.filter((block) => block.type === 'tool_result'),
  );
  if (results.length === 0) return { steps: [{ call: 'exec', input: { command: 'mkdir first' } }] };
  if (results.length === 1) return { steps: [{ call: 'exec', input: { command: 'mkdir second' } }] };
  return { steps: [{ say: lastToolResults(request)[0]?.isError === true ? 'Then not.' : 'Both made.' }] };
}

const quiet = (): Reply => ({ steps: [{ say: 'Well.' }] });

async function open(app: AppPage, stage: Stage, path: string): Promise<void> {
  await app.page.goto(`${stage.host().origin}/#${path}`);
}

describeInBrowser('new results on Home', () => {
  it('are listed apart from what needs the user, and can be marked as read together', async () => {
    const release = Promise.withResolvers<void>();
    const model = (request: ModelRequestRecord): Reply =>
      lastUserText(request).includes('task')
        ? { steps: [{ until: release.promise }, { say: 'Well.' }] }
        : { steps: [{ say: 'Hello.' }] };
    const { app } = await openReadyApp({ model });
    for (const task of ['First task', 'Second task']) {
      await app.beginTask(task);
      await app.go('Home');
    }
    release.resolve();
    const results = app.page.locator('section').filter({ has: app.heading(t('home.newResults')) });
    await expect.poll(() => results.getByRole('listitem').count()).toBe(2);
    expect(await app.heading(t('home.needsYou')).count()).toBe(0);
    await app.button(t('home.markAllRead')).click();
    await app.heading(t('home.newResults')).waitFor({ state: 'detached' });
    await app.page.reload();
    await app.heading(t('home.recent')).waitFor();
    expect(await app.heading(t('home.newResults')).count()).toBe(0);
  });
});

describeInBrowser('the inbox', () => {
  it('can be answered by keyboard, with a reason for the model', async () => {
    const { stage, app } = await openReadyApp({ model: twoCommands });
    await app.beginTask('Make two folders.');
    await app.inboxApproval('mkdir first');
    await app.page.keyboard.press('y');
    await app.inboxApproval('mkdir second');
    await app.page.keyboard.press('n');
    await app.page.keyboard.type('One is enough.');
    await app.page.keyboard.press('Control+Enter');
    await app.page.getByText(t('approvals.empty.title')).waitFor();
    await app.page.getByRole('tab', { name: 'History' }).click();
    await app.page.getByText('Denied', { exact: true }).waitFor();
    await app.page.getByRole('searchbox', { name: t('approvals.history.search') }).fill('enough');
    await expect.poll(() => app.page.getByRole('tabpanel').getByRole('listitem').count()).toBe(1);
    const told = stage.model.requests.map((request) => JSON.stringify(request.body.messages));
    expect(told.some((text) => text.includes('One is enough.'))).toBe(true);
  });

  it('creates a rule from an approval, tests it, revokes it, and undoes that', async () => {
    const { stage, app } = await openReadyApp({ model: twoCommands });
    await app.beginTask('Make two folders.');
    await app.inboxApproval('mkdir first');
    await app.page.keyboard.press('a');
    await app.page.getByRole('radio', { name: t('rules.proposal.workspace', { command: 'mkdir first' }) }).waitFor();
    await app.button(t('approvals.always.always')).click();
    await app.inboxApproval('mkdir second');
    await open(app, stage, '/approvals/rules');
    await app.page.getByLabel(t('approvals.try.label')).fill('mkdir first');
    await app.page.getByText(t('approvals.try.allow')).waitFor();
    await app.button(t('approvals.rules.revokeRule', { rule: 'mkdir first' })).click();
    await app.page.getByText(t('approvals.rules.empty')).waitFor();
    await app.page.getByText(t('approvals.try.ask'), { exact: true }).waitFor();
    await app.button(t('controls.undo')).click();
    await app.button(t('approvals.rules.revokeRule', { rule: 'mkdir first' })).waitFor();
  });

  it('shows the read-only commands, and lets a person turn them off and on', async () => {
    const { stage, app } = await openReadyApp({ model: quiet });
    await open(app, stage, '/approvals/rules');
    const preset = app.page.getByRole('switch', { name: t('approvals.preset.read-only-commands') });
    expect(await preset.isChecked()).toBe(true);
    await app.page
      .getByText(/^Show \d+ commands/)
      .first()
      .click();
    await app.page.getByText('with revisions and files in the workspace').first().waitFor();
    await app.page.getByLabel(t('approvals.try.label')).fill('ls -la');
    await app.page.getByText(t('approvals.try.allow')).waitFor();
    await preset.click();
    await app.page.getByText(t('approvals.try.ask'), { exact: true }).waitFor();
    await app.page.reload();
    await app.page.getByLabel(t('approvals.try.label')).fill('ls -la');
    await app.page.getByText(t('approvals.try.ask'), { exact: true }).waitFor();
    await preset.click();
    await app.page.getByText(t('approvals.try.allow')).waitFor();
  });

  it('rejects a manual rule that is too broad, with a reason', async () => {
    const { stage, app } = await openReadyApp({ model: quiet });
    await open(app, stage, '/approvals/rules');
    await app.button(t('approvals.rules.new')).click();
    await app.page.getByRole('dialog').getByLabel('Command').fill('bash *');
    await app.page
      .getByRole('dialog')
      .getByText(/cannot be stored/)
      .waitFor();
    expect(await app.button('Add rule').isDisabled()).toBe(true);
    await app.page.getByRole('dialog').getByLabel('Command').fill('git status');
    await app.button('Add rule').click();
    await app.button(t('approvals.rules.revokeRule', { rule: 'git status' })).waitFor();
  });
});

describeInBrowser('settings', () => {
  it('apply the appearance immediately and keep it across a restart', async () => {
    const { stage, app } = await openReadyApp({ model: quiet });
    await open(app, stage, '/settings/appearance');
    await app.page.getByRole('radio', { name: 'Dark' }).click();
    await app
      .button(t('settings.increase', { setting: t('settings.fontSize') }))
      .first()
      .click();
    const look = () =>
      app.page.evaluate(
        () => `${document.documentElement.dataset['theme']} ${getComputedStyle(document.documentElement).fontSize}`,
      );
    await expect.poll(look).toBe('dark 17px');
    await stage.killAndRestart();
    const other = await stage.openTab();
    await other.signIn(stage.host().signInUrl);
    await expect.poll(() => other.page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
  });

  it('store a key only after a successful test, and never show it again', async () => {
    const stage = await openStage({
      model: (request) => (request.headers.authorization === `Bearer ${GOOD_KEY}` ? quiet() : { status: 401 }),
    });
    const app = await stage.openTab();
    await app.signIn(stage.host().signInUrl);
    await app.button(t('setup.skip')).click();
    await app.heading(t('home.heading.idle')).waitFor();
    await open(app, stage, '/settings/providers');
    await app.button(t('controls.edit')).first().click();
    await app.page.getByLabel('API key', { exact: true }).fill('sk-ant-bad-0123456789abcdefghij');
    await app.button(t('providers.testAndSave')).click();
    await app.page.getByRole('alert').first().waitFor();
    await app.page.getByText(new RegExp(`^${t('providers.keyFrom', { variable: 'ANTHROPIC_API_KEY' })}`)).waitFor();
    await app.page.getByLabel('API key', { exact: true }).fill(GOOD_KEY);
    await app.button(t('providers.testAndSave')).click();
    await app.page
      .getByText(t('providers.keyOver', { key: t('providers.keyStored'), others: 'ANTHROPIC_API_KEY' }))
      .waitFor();
    expect(await app.page.content()).not.toContain(GOOD_KEY);
  });

  it('save only the changed fields of an agent', async () => {
    const { stage, app } = await openReadyApp({ model: quiet });
    await open(app, stage, '/agents/main');
    await app.page.getByLabel('Instructions').fill('Always answer in rhymes.');
    await app.button('Save').click();
    await app.page
      .getByText(t('agents.saved', { name: 'Main' }))
      .first()
      .waitFor();
    await open(app, stage, '/home');
    await app.beginTask('Hello.');
    await app.conversation().getByText('Well.').waitFor();
    expect(JSON.stringify(stage.model.requests.at(-1)?.body.system)).toContain('Always answer in rhymes.');
    await open(app, stage, '/settings/configuration?view=file');
    await app.page.locator('.cm-content').getByText('rhymes').waitFor();
  });

  it('duplicate an agent, make the copy the default, and delete the original', async () => {
    const { stage, app } = await openReadyApp({ model: quiet });
    await open(app, stage, '/agents/main');
    await app.button(t('agents.duplicate')).click();
    await app.heading('Main copy').waitFor();
    await app.button(t('agents.setDefault')).click();
    await app.button(t('agents.setDefault')).waitFor({ state: 'detached' });
    await open(app, stage, '/agents/main');
    await app.button('Delete agent').click();
    await app.page
      .getByRole('dialog')
      .getByRole('button', { name: t('agents.delete') })
      .click();
    await app.page
      .getByRole('button', { name: /^Main copy/ })
      .or(app.page.getByText('Main copy'))
      .first()
      .waitFor();
    await expect.poll(() => app.page.getByText(t('agents.default'), { exact: true }).count()).toBe(1);
  });

  it('are found by keyword', async () => {
    const { stage, app } = await openReadyApp({ model: quiet });
    await open(app, stage, '/settings');
    await app.page.getByRole('searchbox', { name: t('settings.search') }).fill('font');
    await app.button(/^Code font size/).click();
    await app.heading(t('settings.look')).waitFor();
  });

  it('sign in another browser with a link that works once', async () => {
    const { stage, app } = await openReadyApp({ model: quiet });
    await open(app, stage, '/settings/gateway');
    await app.button(t('gateway.link.create')).click();
    const link = (await app.page.getByRole('main').locator('code', { hasText: 'code=' }).innerText()).trim();
    const second = await stage.openTab();
    await second.signIn(link);
    await app.button(t('gateway.audit.verify')).click();
    await app.page.getByText(/entries are intact/).waitFor();
    const saving = app.page.waitForEvent('download');
    await app.page.getByRole('button', { name: t('gateway.audit.export'), exact: true }).click();
    const saved = readFileSync(await (await saving).path(), 'utf8')
      .trim()
      .split('\n');
    expect(saved.map((line) => (JSON.parse(line) as { seq: number }).seq)).toEqual(saved.map((_, index) => index + 1));
  });
});

describeInBrowser('a lost gateway', () => {
  it('keeps the page, and a page opened in the meantime loads when it is back', async () => {
    const { stage, app } = await openReadyApp({ model: quiet });
    await open(app, stage, '/settings/gateway');
    await app.page.getByText(t('gateway.about.healthy')).waitFor();
    app.watch.expect(/Failed to fetch dynamically imported module/);
    await stage.kill();
    await app.page
      .getByText(/Connection lost/)
      .first()
      .waitFor();
    await app.page.getByText(t('gateway.about.healthy')).waitFor();
    const refused = app.page.waitForEvent('requestfailed', (request) => request.url().includes('/assets/'));
    await app.go('Logs');
    await refused;
    await stage.restart();
    await app.page.getByRole('log').getByText('listening').first().waitFor();
    await app.page
      .getByText(/Connection lost/)
      .first()
      .waitFor({ state: 'detached' });
  });
});

describeInBrowser('usage and logs', () => {
  it('show usage and unknown prices', async () => {
    const { stage, app } = await openReadyApp({ model: quiet });
    await app.beginTask('Hello.');
    await app.conversation().getByText('Well.').waitFor();
    await open(app, stage, '/usage');
    await app.heading('By day').waitFor();
    await expect.poll(() => app.page.getByRole('table', { name: 'Usage by day' }).getByRole('row').count()).toBe(2);
    await app.page.getByRole('table', { name: 'Usage by session' }).getByRole('link').first().waitFor();
  });

  it('filter the log by level and text and follow it', async () => {
    const { stage, app } = await openReadyApp({ model: quiet });
    await open(app, stage, '/logs');
    const log = app.page.getByRole('log');
    await log.getByText('listening').waitFor();
    await app.page.getByRole('searchbox', { name: t('logs.search') }).fill('listening');
    await log.getByText('Client connected.').waitFor({ state: 'detached' });
    await app.page.getByRole('searchbox', { name: t('logs.search') }).fill('Client connected.');
    const before = await log.getByText('Client connected.').count();
    await (await app.page.context().newPage()).goto(stage.host().origin);
    await expect.poll(() => log.getByText('Client connected.').count()).toBeGreaterThan(before);
  });
});

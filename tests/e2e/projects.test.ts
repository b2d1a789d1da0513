// Projects in a browser: created from a template, with defaults that take effect, a failed setup, deletion with Undo.
// Proves: PJ-1, CF-8, N-11
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { afterAll, expect, it, onTestFinished } from 'vitest';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { t } from '#messages/translate.ts';
import { connectTo } from '#tests/kill/connect.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import type { AppPage } from './app-page.ts';
import { closeBrowser, describeInBrowser, openReadyApp, type Stage } from './stage.ts';

afterAll(closeBrowser);

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const answers = () => ({ steps: [{ say: 'I looked at the project.' }] });
/** Pictures to look at, if a folder for them is given. */
const PICTURES = process.env['GATEHOUSE_TEST_PICTURES'];

async function connect(stage: Stage): Promise<GatewayClient> {
  const { origin, token } = stage.host();
  const client = await connectTo(origin, token);
  onTestFinished(() => client.stop());
  return client;
}

/** New projects are created next to the workspace. */
async function openProjects(stage: Stage, app: AppPage): Promise<{ client: GatewayClient; parent: string }> {
  const client = await connect(stage);
  const parent = path.join(path.dirname(stage.workspace), 'projects');
  const { hash } = await client.request('config.get', {});
  await client.request('config.patch', { raw: JSON.stringify({ projects: { folder: parent } }), baseHash: hash });
  await app.page.goto(`${stage.host().origin}/#/projects`);
  await app.page.getByText(t('projects.empty')).waitFor();
  return { client, parent };
}

async function picture({ page }: AppPage, name: string): Promise<void> {
  if (PICTURES !== undefined) await page.screenshot({ path: path.join(PICTURES, `${name}.png`) });
}

async function createFromTemplate(app: AppPage, title: string, name: string): Promise<void> {
  const { page } = app;
  await app.button(t('projects.new')).click();
  await page.getByRole('tab', { name: t('projects.create.template') }).click();
  await page.getByRole('radio', { name: title }).click();
  await page.getByLabel(t('projects.create.name'), { exact: true }).fill(name);
  await picture(app, `create-${name}`);
  await app.button(t('projects.create.template.submit')).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
}

describeInBrowser('the page of projects', () => {
  it('creates a project from a template; its defaults and its setup script take effect in a session', async () => {
    const { stage, app } = await openReadyApp({ model: answers });
    const { page } = app;
    const { client, parent } = await openProjects(stage, app);
    await picture(app, 'empty');
    await createFromTemplate(app, 'Web page', 'Landing page');
    expect(await fs.readdir(path.join(parent, 'landing-page'))).toContain('index.html');

    await page.getByLabel(t('projects.setup'), { exact: true }).fill('echo preparing $STAGE; test -e ready');
    await page.getByLabel(t('projects.variables'), { exact: true }).fill('STAGE=rehearsal');
    await app.button(t('controls.save')).click();
    await page.getByText(t('projects.saved'), { exact: true }).waitFor();
    await app.button(t('projects.addSecret')).click();
    await page.getByLabel(t('projects.secretName'), { exact: true }).fill('API_KEY');
    await page.getByLabel(t('projects.secretValue'), { exact: true }).fill('quite-a-long-secret');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: t('controls.save') })
      .click();
    await page.getByText('API_KEY', { exact: true }).waitFor();
    await page.reload();
    await page.getByText('API_KEY', { exact: true }).waitFor();
    expect(await page.content()).not.toContain('quite-a-long-secret');
    await picture(app, 'detail');

    await app.button(t('projects.newSession')).click();
    await app.button(t('projects.place.project', { name: 'Landing page' })).waitFor();
    await page.getByRole('button', { name: /^Design a landing page/ }).waitFor();
    await app.say('Look around.');
    // The script fails first: its output is shown, and the message stays.
    await page.getByText('preparing rehearsal').first().waitFor();
    await page.getByText(t('projects.setupFailed')).waitFor();
    await app.conversation().getByText('Look around.').waitFor();
    await picture(app, 'setup-failed');
    expect(stage.model.requests).toHaveLength(0);
    await fs.writeFile(path.join(parent, 'landing-page', 'ready'), '');
    await app.button(t('projects.setupAgain')).click();
    await page.getByText(t('projects.setupFailed')).waitFor({ state: 'detached' });
    await app
      .conversation()
      .getByRole('button', { name: t('controls.retry') })
      .click();
    await app.conversation().getByText('I looked at the project.').waitFor();

    const { sessions } = await client.request('sessions.list', { projectId: 'landing-page' });
    expect(sessions).toHaveLength(1);
    await app.button(t('sessions.group')).click();
    await page.getByRole('menuitem', { name: t('sessions.groupBy.project') }).click();
    await page.getByRole('heading', { level: 2, name: 'Landing page' }).waitFor();
    await picture(app, 'sidebar');
  });

  it('archives and deletes a project with its folder, both with Undo', async () => {
    const { stage, app } = await openReadyApp({ model: answers });
    const { page } = app;
    const { client, parent } = await openProjects(stage, app);
    await createFromTemplate(app, 'Empty', 'Scratch');
    await app.button(t('projects.archive')).click();
    await page.getByText(t('projects.archivedBadge'), { exact: true }).waitFor();
    await app.button(t('controls.undo')).click();
    await page.getByText(t('projects.archivedBadge'), { exact: true }).waitFor({ state: 'detached' });

    await app.button(t('projects.delete')).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('switch').click();
    await picture(app, 'delete');
    await dialog.getByRole('button', { name: t('projects.delete') }).click();
    await page.getByText(t('projects.deleted', { name: 'Scratch' }), { exact: true }).waitFor();
    await waitUntil('the folder to go', async () => !(await fs.readdir(parent)).includes('scratch'));
    await page
      .getByRole('button', { name: t('controls.undo') })
      .last()
      .click();
    await page.getByRole('heading', { level: 1, name: 'Scratch' }).waitFor();
    expect(await fs.readdir(path.join(parent, 'scratch'))).toContain('README.md');
    expect((await client.request('projects.catalog', {})).projects.map(({ id }) => id)).toEqual(['scratch']);
  });

  it.each([
    ['a desktop', {}],
    ['a phone', PHONE],
  ])('has rules for its sessions, which the page of rules lists too, on %s', async (device, options) => {
    const model = () => ({ steps: [{ call: 'exec', input: { command: 'mkdir -p build/pages' } }] });
    const { stage, app } = await openReadyApp({ model }, options);
    const { page } = app;
    const { client, parent } = await openProjects(stage, app);
    const folder = path.join(parent, 'site');
    await fs.mkdir(folder, { recursive: true });
    const { project } = await client.request('projects.create', {
      source: { kind: 'folder', path: folder },
      name: 'Site',
    });
    await page.goto(`${stage.host().origin}/#/projects/${project.id}`);
    await page.getByText(t('projects.noRules'), { exact: true }).waitFor();
    const dialog = page.getByRole('dialog');
    await app.button(t('approvals.rules.new')).click();
    await dialog.getByLabel(t('approvals.rules.command')).fill('npm test');
    await dialog
      .getByText(t('rules.edit.place.project', { name: 'Site' }))
      .first()
      .waitFor();
    await picture(app, `rule-dialog-${device}`);
    await dialog.getByRole('button', { name: t('approvals.rules.add') }).click();
    const revoke = app.button(t('approvals.rules.revokeRule', { rule: 'npm test' }));
    await revoke.scrollIntoViewIfNeeded();
    await picture(app, `rules-of-project-${device}`);
    const isWide = () => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    expect(await isWide()).toBe(false);
    const { rules } = await client.request('approvals.rules.list', { projectId: project.id });
    expect(rules).toMatchObject([{ words: ['npm', 'test'], projectName: 'Site' }]);

    const { key } = await client.request('sessions.create', { projectId: project.id });
    await client.request('chat.send', { sessionKey: key, message: 'Make a folder.', idempotencyKey: 'make-a-folder' });
    await page.goto(`${stage.host().origin}/#/sessions/${encodeURIComponent(key)}`);
    await app.button(t('approvals.allowAlways')).click();
    const choice = dialog.getByRole('radio', {
      name: t('rules.proposal.project', { command: 'mkdir -p build/pages' }),
    });
    await choice.waitFor();
    expect(await choice.isChecked()).toBe(true);
    await picture(app, `always-${device}`);
    expect(await isWide()).toBe(false);
    await dialog.getByRole('button', { name: t('approvals.always.always') }).click();
    await page.goto(`${stage.host().origin}/#/approvals/rules`);
    await app.button(t('approvals.rules.revokeRule', { rule: 'mkdir -p build/pages' })).waitFor();
    await page.getByRole('searchbox', { name: t('rules.search') }).fill('project site');
    expect(await page.getByText(t('approvals.rules.scope.project', { name: 'Site' })).count()).toBe(2);
    await picture(app, `rules-${device}`);
    expect(await isWide()).toBe(false);
  });

  it('is usable on a phone, and reports what is wrong with a source', async () => {
    const { stage, app } = await openReadyApp({ model: answers }, PHONE);
    const { page } = app;
    const { client, parent } = await openProjects(stage, app);
    await app.button(t('projects.new')).click();
    await page.getByRole('tab', { name: t('projects.create.git') }).click();
    await page.getByLabel(t('projects.create.url'), { exact: true }).fill('https://user:token@git.example.org/a.git');
    await app.button(t('projects.create.git.submit')).click();
    await page
      .getByRole('alert')
      .getByText(/user name, password, or token/)
      .waitFor();
    await picture(app, 'phone-create');
    await page.getByRole('tab', { name: t('projects.create.folder') }).click();
    await page.getByRole('textbox', { name: t('projects.create.path'), exact: true }).fill(path.join(parent, 'walk'));
    await app.button(t('projects.create.folder.submit')).click();
    await page.getByRole('heading', { level: 1, name: 'walk' }).waitFor();
    await client.request('projects.use', { id: 'walk' });
    await picture(app, 'phone-detail');
    const isWide = () => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    expect(await isWide()).toBe(false);
    await app.button(t('projects.all')).click();
    await page.getByText(t('projects.default'), { exact: true }).waitFor();
    await picture(app, 'phone-list');
    expect(await isWide()).toBe(false);
  });
});

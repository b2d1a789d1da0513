// Every page, light and dark, with things in it: no violation that axe can find.
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator } from 'playwright';
import { afterAll, expect, it } from 'vitest';

import { lastToolResults, type ModelRequestRecord, type Reply } from '#tests/support/model-server.ts';
import { t } from '#messages/translate.ts';

import type { AppPage } from './app-page.ts';
import { closeBrowser, openReadyApp, openStage, describeInBrowser } from './stage.ts';

afterAll(closeBrowser);

const RICH =
  'Here is **what** I found:\n\n```ts\nconst answer = 42;\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nI try it.';

function playAgent(request: ModelRequestRecord): Reply {
  if (lastToolResults(request).length > 0) return { steps: [{ say: 'Done.' }] };
  return { steps: [{ think: 'Let me see.' }, { say: RICH }, { call: 'exec', input: { command: 'echo hi > it.txt' } }] };
}

const PAGES: readonly { readonly path: string; readonly shows: (app: AppPage) => Promise<void> }[] = [
  { path: '/home', shows: (app) => app.heading(t('home.needsYou')).waitFor() },
  {
    path: '/approvals',
    shows: (app) =>
      app
        .button(/Allow once/)
        .first()
        .waitFor(),
  },
  { path: '/approvals/history', shows: (app) => app.page.getByRole('tabpanel').getByText('echo').first().waitFor() },
  { path: '/approvals/rules', shows: (app) => app.button(t('approvals.rules.new')).waitFor() },
  { path: '/board', shows: (app) => app.heading(/^Needs you/).waitFor() },
  { path: '/compare', shows: (app) => app.page.getByText(t('compare.empty')).waitFor() },
  { path: '/usage', shows: (app) => app.heading(t('usage.byDay')).waitFor() },
  { path: '/outbound', shows: (app) => app.heading(t('outbound.hosts')).waitFor() },
  { path: '/console', shows: (app) => app.heading(t('console.title')).waitFor() },
  { path: '/logs', shows: (app) => app.page.getByRole('log').waitFor() },
  { path: '/settings/providers', shows: (app) => app.page.getByText('Anthropic').first().waitFor() },
  {
    path: '/all-sessions',
    shows: (app) => app.page.getByRole('grid').getByRole('row').nth(1).waitFor(),
  },
  { path: '/agents', shows: (app) => app.page.getByRole('main').getByText('main').first().waitFor() },
  { path: '/agents/main', shows: (app) => app.page.getByLabel('Instructions').waitFor() },
  {
    path: '/agents/main/files/SOUL.md',
    shows: (app) => app.page.getByRole('textbox', { name: t('files.textOf', { path: 'SOUL.md' }) }).waitFor(),
  },
  { path: '/settings/devices', shows: (app) => app.heading(t('devices.network.title')).waitFor() },
  { path: '/settings/keys', shows: (app) => app.button(t('apiKeys.new')).waitFor() },
  { path: '/settings/appearance', shows: (app) => app.heading(t('settings.look')).waitFor() },
  {
    path: '/settings/gateway',
    shows: (app) => app.page.getByRole('table', { name: t('gateway.traffic.byMethod') }).waitFor(),
  },
  { path: '/settings/notifications', shows: (app) => app.heading(t('notifications.kinds')).waitFor() },
  {
    path: '/settings/configuration',
    shows: (app) => app.page.getByRole('searchbox', { name: t('configuration.search') }).waitFor(),
  },
  { path: '/settings/configuration?view=file', shows: (app) => app.page.locator('.cm-content').waitFor() },
  { path: '/settings/shortcuts', shows: (app) => app.heading(t('shortcuts.title')).waitFor() },
];

/** What axe finds in both color schemes, in words that say where. The dark page is the same one in other colors. */
async function violations(app: AppPage): Promise<readonly string[]> {
  const all = await findViolations(app, (axe) => axe);
  await changeColors(app, 'dark');
  const dark = await findViolations(app, (axe) => axe.withRules(['color-contrast']));
  await changeColors(app, 'light');
  return [...all, ...dark.map((violation) => `dark: ${violation}`)];
}

async function findViolations(app: AppPage, choose: (axe: AxeBuilder) => AxeBuilder): Promise<readonly string[]> {
  // Things that fade in have no final colors yet.
  await app.page.evaluate(async () => {
    await Promise.all(
      document
        .getAnimations()
        .filter((one) => one.effect?.getTiming().iterations !== Infinity)
        .map((one) => one.finished.catch(() => undefined)),
    );
  });
  // In the page itself: without legacy mode, each analysis opens another page. Only violations are worked out completely.
  const axe = new AxeBuilder({ page: app.page }).setLegacyMode().options({ resultTypes: ['violations'] });
  const found = await choose(axe).analyze();
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 200)} ${node.failureSummary ?? ''}`),
  );
}

async function changeColors(app: AppPage, colorScheme: 'light' | 'dark'): Promise<void> {
  await app.page.emulateMedia({ colorScheme });
  await expect.poll(() => app.page.evaluate(() => document.documentElement.dataset['theme'])).toBe(colorScheme);
}

describeInBrowser('accessibility', () => {
  it('finds no violation on any page, light and dark', async () => {
    const stage = await openStage({ model: playAgent });
    const app = await stage.openTab({ colorScheme: 'light' });
    const found: Record<string, readonly string[]> = {};
    const check = async (name: string): Promise<void> => {
      const here = await violations(app);
      if (here.length > 0) found[name] = here;
    };
    app.watch.expect(/status of 401|WebSocket connection/);
    await app.page.goto(stage.host().origin);
    await app.heading(t('app.signIn.title')).waitFor();
    await check('sign-in');
    await app.page.goto('about:blank');
    await app.signIn(stage.host().signInUrl);
    await app.heading(t('setup.model.title')).waitFor();
    await check('first run: model');
    await app.button(/Anthropic key found/).click();
    await app.page.getByLabel('Folder', { exact: true }).fill(stage.workspace);
    await check('first run: folder');
    await app.button(t('setup.useFolder')).click();
    await app.heading(t('setup.task.title')).waitFor();
    await check('first run: task');
    await app.beginTask('Look around.');
    await app.page.getByRole('region', { name: /^Approval:/ }).waitFor();
    await check('session with an approval');
    await app.button(t('approvals.allowSession')).click();
    await check('dialog: always');
    await app.page.keyboard.press('Escape');
    await app.button(t('approvals.allowOnce')).click();
    await app.conversation().getByText('Done.').waitFor();
    await app.page.keyboard.press('Control+d');
    await app.page.keyboard.press('Control+d');
    await app.page.getByRole('tab').nth(1).waitFor();
    await check('panes with tabs');
    await app.page.keyboard.press('Alt+w');
    await app.page.keyboard.press('Alt+w');
    await expect.poll(() => app.heading(t('sessions.new')).count()).toBe(0);
    await app.button(t('sessions.inspector')).click();
    for (const [name, inside] of [
      ['Files', app.page.getByRole('treeitem').first()],
      ['Terminal', app.button(t('terminal.open'))],
      ['Details', app.page.getByText('Session key').last()],
    ] as const) {
      await app.page
        .getByRole('tablist', { name: t('sessions.inspector') })
        .getByRole('tab', { name })
        .click();
      await inside.waitFor();
      await check(`inspector: ${name}`);
    }
    await app.button(t('sessions.inspector.close')).click();
    await app.page.keyboard.press('Control+k');
    await app.page.getByRole('dialog').waitFor();
    await check('palette');
    await app.page.keyboard.press('Escape');
    await app.say('Look again.');
    await app.page.getByRole('region', { name: /^Approval:/ }).waitFor();
    for (const { path, shows } of PAGES) {
      await app.page.evaluate((target) => {
        location.hash = target;
      }, path);
      await shows(app);
      await check(path);
    }
    expect(found).toEqual({});
  });

  it('keeps states visible with forced colors', async () => {
    const { app } = await openReadyApp({ model: playAgent }, { forcedColors: 'active' });
    await app.beginTask('Look at everything.');
    await app.conversation().getByText('I try it.').waitFor();
    const background = (element: Locator) => element.evaluate((node) => getComputedStyle(node).backgroundColor);
    const canvas = await background(app.page.locator('body'));
    const current = app.page.locator('nav [aria-current]').filter({ visible: true });
    await expect.poll(() => current.count()).toBeGreaterThanOrEqual(2);
    for (const element of await current.all()) expect(await background(element)).not.toBe(canvas);
    await app.inboxApproval('echo hi');
    const selected = app.page.getByRole('tab', { selected: true });
    expect(await background(selected)).not.toBe(
      await background(app.page.getByRole('tab', { selected: false }).first()),
    );
    const connection = app
      .button(new RegExp(`^${t('app.connection.details', { state: '' }).split(/[:(]/)[0] ?? ''}`))
      .locator('span')
      .first();
    expect(await background(connection)).not.toBe(canvas);
    const count = app.page.getByRole('status', { name: t('app.approvalsWaiting', { count: 1 }) }).first();
    expect(await background(count)).not.toBe(canvas);
    await app.go('Settings');
    await app.page.goto(app.page.url().replace(/#.*/, '#/approvals/rules'));
    const preset = app.page.getByRole('switch', { name: t('approvals.preset.read-only-commands') });
    expect(await background(preset.locator('span').first())).not.toBe(canvas);
    const add = app.page.getByRole('button', { name: t('approvals.rules.new') });
    await add.click();
    const primary = app.page.getByRole('dialog').getByRole('button', { name: t('approvals.rules.add') });
    expect(await primary.evaluate((node) => getComputedStyle(node).borderTopWidth)).toBe('1px');
    expect(await background(primary)).not.toBe(canvas);
  });
});

// The pages at phone width: nothing runs out at the side, and the same things can be done. Dialogs and panels for axe.
// Proves: AP-2, UI-9
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, expect, it } from 'vitest';

import { lastToolResults, type ModelRequestRecord, type Reply } from '#tests/support/model-server.ts';
import { t } from '#messages/translate.ts';

import type { AppPage } from './app-page.ts';
import { closeBrowser, type Stage, describeInBrowser, openReadyApp } from './stage.ts';

afterAll(closeBrowser);

const PHONE = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
  reducedMotion: 'reduce',
} as const;
const LONG_COMMAND = `echo ${'a-rather-long-word/'.repeat(12)} > out.txt`;

function playAgent(request: ModelRequestRecord): Reply {
  if (lastToolResults(request).length > 0) return { steps: [{ say: 'Done.' }] };
  return { steps: [{ call: 'exec', input: { command: LONG_COMMAND } }] };
}

async function begin(options: Parameters<Stage['openTab']>[0]): Promise<{ stage: Stage; app: AppPage }> {
  const { stage, app } = await openReadyApp({ model: playAgent }, options);
  await app.page.getByRole('textbox', { name: t('home.task.label') }).fill('Write something.');
  await app.button(t('home.task.start')).click();
  await app.page.getByRole('region', { name: /^Approval:/ }).waitFor();
  return { stage, app };
}

async function show(app: AppPage, path: string): Promise<void> {
  await app.page.evaluate((target) => {
    location.hash = target;
  }, path);
}

/** What stands partly outside of the screen although nothing lets it be scrolled there. */
async function runsOut(app: AppPage): Promise<readonly string[]> {
  return app.page.evaluate(() => {
    const scrolls = (element: Element): boolean => {
      for (let at = element.parentElement; at !== null; at = at.parentElement) {
        const { overflowX } = getComputedStyle(at);
        if (overflowX !== 'visible') return true;
      }
      return false;
    };
    const wide = document.documentElement.scrollWidth > innerWidth ? ['the page itself'] : [];
    const controls = [...document.querySelectorAll('main button, main input, main [role="tab"], main h1, main h2')];
    const outside = controls.filter((element) => {
      const box = element.getBoundingClientRect();
      return box.width > 0 && (box.right > innerWidth + 1 || box.left < -1) && !scrolls(element);
    });
    return [...wide, ...outside.map((element) => element.outerHTML.slice(0, 120))];
  });
}

async function violations(app: AppPage): Promise<readonly string[]> {
  const { violations: found } = await new AxeBuilder({ page: app.page }).analyze();
  return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
}

const PATHS = [
  '/home',
  '/board',
  '/compare',
  '/projects',
  '/worktrees',
  '/approvals/history',
  '/approvals/rules',
  '/usage',
  '/outbound',
  '/console',
  '/logs',
  '/settings',
  '/settings/providers',
  '/all-sessions',
  '/agents',
  '/agents/main',
  '/agents/main/files/SOUL.md',
  '/settings/appearance',
  '/settings/devices',
  '/settings/keys',
  '/settings/gateway',
  '/settings/configuration',
  '/settings/configuration?view=file',
  '/settings/shortcuts',
];

describeInBrowser('at phone width', () => {
  it('nothing overflows horizontally', async () => {
    const { app } = await begin(PHONE);
    const found: Record<string, readonly string[]> = {};
    for (const path of PATHS) {
      await show(app, path);
      await app.page.getByRole('heading', { level: 1 }).waitFor();
      // What is read for the page comes within this time; there is no single thing to wait for on all of them.
      await app.page.waitForTimeout(400);
      const here = await runsOut(app);
      if (here.length > 0) found[path] = here;
    }
    expect(found).toEqual({});
  });

  it('an approval can be read completely and answered in the inbox', async () => {
    const { app } = await begin(PHONE);
    await show(app, '/approvals');
    await app.page
      .getByRole('navigation', { name: t('approvals.pending.label') })
      .getByRole('button')
      .click();
    const article = app.page.getByRole('article', { name: /^Approval:/ });
    await article.getByText(t('approvals.fact.why'), { exact: true }).waitFor();
    expect(await runsOut(app)).toEqual([]);
    expect(await violations(app)).toEqual([]);
    await article.getByRole('button', { name: /Allow once/ }).click();
    await app.page.getByText(t('approvals.empty.title')).waitFor();
  });
});

describeInBrowser('the inspector at phone width', () => {
  it('does not cover the next session', async () => {
    const { app } = await begin(PHONE);
    const inspector = app.page.getByRole('complementary', { name: t('sessions.inspector') });
    const session = await app.page.evaluate(() => location.hash);
    await app.button(t('sessions.inspector')).click();
    await inspector.waitFor();
    await show(app, '/sessions/new');
    await app.page.getByRole('heading', { level: 1, name: t('sessions.new') }).waitFor();
    await show(app, session);
    await app.button(t('sessions.inspector')).waitFor();
    expect(await inspector.count()).toBe(0);
  });
});

describeInBrowser('dialogs and panels', () => {
  it('have no accessibility violations', async () => {
    const { stage, app } = await begin({ reducedMotion: 'reduce' });
    const found: Record<string, readonly string[]> = {};
    const check = async (name: string): Promise<void> => {
      const here = await violations(app);
      if (here.length > 0) found[name] = here;
    };
    const dialog = async (path: string, button: string | RegExp): Promise<void> => {
      await show(app, path);
      await app.button(button).first().click();
      await app.page.getByRole('dialog').waitFor();
      expect(await app.page.locator('[aria-invalid]').count(), 'no error before any input').toBe(0);
      await check(`${path}: ${button}`);
      await app.page.keyboard.press('Escape');
      await app.page.getByRole('dialog').waitFor({ state: 'detached' });
    };
    await app.button(t('approvals.allowOnce')).click();
    await app.conversation().getByText('Done.').waitFor();
    await app.page.keyboard.press('Control+Shift+E');
    await app.page.getByRole('treeitem', { name: /out\.txt/ }).click();
    await app.page.locator('.cm-content').waitFor();
    await check('editor');
    await app.button(t('files.back')).click();
    await app.page.getByRole('radio', { name: t('files.changes') }).click();
    await app.page
      .getByText(/No changes|file/)
      .first()
      .waitFor();
    await check('changes');
    await dialog('/approvals/rules', t('approvals.rules.new'));
    await dialog('/settings/providers', t('providers.addServer'));
    await dialog('/agents', t('agents.new'));
    await dialog('/agents/main', t('setup.browse'));
    await show(app, '/settings/providers');
    await app.button(t('providers.setUp')).first().click();
    await check('a provider open');
    expect(stage.host().stderr()).not.toContain('uncaught');
    expect(found).toEqual({});
  });
});

// The pictures: which page, what to do there first, and in which variants.
import type { BrowserContextOptions, Page } from 'playwright';
import { t } from '#messages/translate.ts';
import {
  aboutThisGateway,
  commentOnce,
  heading,
  openTerminal,
  showFiles,
  SOUL,
  typeInTerminal,
} from './screenshot-steps.ts';

/** Keys of the sample day's sessions, by prompt name. */
export type SampleKeys = Readonly<Record<string, string>>;

/** One picture. `fresh` ones are taken of a host that was never used. */
export interface Shot {
  readonly name: string;
  readonly fresh?: boolean;
  /** Shows containers, so it is taken only where an engine can be started. */
  readonly needsEngine?: boolean;
  readonly path: (keys: SampleKeys) => string;
  readonly prepare?: (page: Page, phone: boolean) => Promise<void>;
}

/** One size and theme. */
export interface Variant {
  readonly name: string;
  readonly phone: boolean;
  readonly context: BrowserContextOptions;
}

const DESKTOP = { viewport: { width: 1440, height: 900 }, deviceScaleFactor: 1 } as const;
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true } as const;

export const VARIANTS: readonly Variant[] = [
  { name: 'desktop-light', phone: false, context: { ...DESKTOP, colorScheme: 'light' } },
  { name: 'desktop-dark', phone: false, context: { ...DESKTOP, colorScheme: 'dark' } },
  { name: 'phone-light', phone: true, context: { ...PHONE, colorScheme: 'light' } },
  { name: 'phone-dark', phone: true, context: { ...PHONE, colorScheme: 'dark' } },
];

const session = (name: string) => (keys: SampleKeys) => `/sessions/${keys[name] ?? ''}`;

export const SHOTS: readonly Shot[] = [
  { name: 'setup-model', fresh: true, path: () => '/setup/model', prepare: heading(t('setup.model.title')) },
  {
    name: 'setup-folder',
    fresh: true,
    path: () => '/setup/workspace',
    prepare: async (page) => {
      const found = page.getByRole('button', { name: /Anthropic key found/ });
      await found
        .or(page.getByLabel('Folder', { exact: true }))
        .first()
        .waitFor();
      if (await found.isVisible()) await found.click();
      await page.getByLabel('Folder', { exact: true }).fill('/home/ada/Gatehouse');
    },
  },
  {
    name: 'setup-task',
    fresh: true,
    path: () => '/setup/task',
    prepare: async (page) => {
      const folder = page.getByLabel('Folder', { exact: true });
      const done = page.getByRole('heading', { name: t('setup.task.title') });
      await folder.or(done).first().waitFor();
      if (await folder.isVisible()) {
        await folder.fill('/tmp/ada/Gatehouse');
        await page.getByRole('button', { name: t('setup.useFolder') }).click();
      }
      await done.waitFor();
    },
  },
  { name: 'home', path: () => '/home', prepare: heading(t('home.recent')) },
  { name: 'session', path: session('finished'), prepare: async (page) => page.getByText('Why it failed').waitFor() },
  {
    name: 'session-working',
    path: session('working'),
    prepare: async (page) => page.getByText('in four steps').first().waitFor(),
  },
  {
    name: 'session-approval',
    path: session('waitingForCommand'),
    prepare: async (page) =>
      page
        .getByRole('button', { name: /Allow once/ })
        .first()
        .waitFor(),
  },
  {
    name: 'session-files',
    path: session('finished'),
    prepare: async (page) => {
      await page.getByText('Why it failed').waitFor();
      await showFiles(page);
      await page.getByRole('treeitem', { name: /src/ }).click();
      await page.getByRole('treeitem', { name: /dates\.js/ }).click();
      await page.locator('.cm-content').waitFor();
    },
  },
  {
    name: 'session-files-tree',
    path: session('finished'),
    prepare: async (page) => {
      await page.getByText('Why it failed').waitFor();
      await showFiles(page);
      await page.getByRole('treeitem', { name: /README/ }).waitFor();
    },
  },
  {
    name: 'session-files-search',
    path: session('finished'),
    prepare: async (page) => {
      await page.getByText('Why it failed').waitFor();
      await showFiles(page);
      await page.getByRole('radio', { name: t('files.searchIn.content') }).click();
      await page.getByRole('searchbox', { name: t('files.searchContent') }).fill('dayOf');
      await page.getByRole('button', { name: /export function dayOf/ }).waitFor();
    },
  },
  {
    name: 'projects',
    path: () => '/projects',
    prepare: async (page) => page.getByText('Landing page').first().waitFor(),
  },
  {
    name: 'project',
    path: () => '/projects',
    prepare: async (page) => {
      await page.getByText('Harbor Notes').first().click();
      await page.getByRole('heading', { name: 'Harbor Notes' }).waitFor();
    },
  },
  {
    name: 'project-create',
    path: () => '/projects',
    prepare: async (page) => {
      await page
        .getByRole('button', { name: t('projects.new') })
        .first()
        .click();
      await page.getByRole('tab', { name: t('projects.create.git') }).click();
      await page.getByRole('searchbox', { name: t('projects.search') }).waitFor();
    },
  },
  {
    name: 'session-changes',
    path: session('finished'),
    prepare: async (page) => {
      await page.getByText('Why it failed').waitFor();
      await showFiles(page);
      await page.getByRole('radio', { name: 'Changes' }).click();
      await commentOnce(page);
    },
  },
  {
    name: 'session-terminal',
    path: session('finished'),
    prepare: async (page) => {
      await page.getByText('Why it failed').waitFor();
      await openTerminal(page, 'right');
      await typeInTerminal(page, 'git log --oneline --stat');
    },
  },
  { name: 'approvals', path: () => '/approvals', prepare: async (page) => page.getByText('rm -rf').first().waitFor() },
  {
    name: 'approvals-edit',
    path: () => '/approvals',
    prepare: async (page) => {
      await page.getByRole('button', { name: /Edit src/ }).click();
      await page.getByRole('group', { name: t('approvals.answers') }).waitFor();
    },
  },
  {
    name: 'approvals-history',
    path: () => '/approvals/history',
    prepare: async (page) => page.getByText('npm test').first().waitFor(),
  },
  {
    name: 'approvals-rules',
    path: () => '/approvals/rules?test=npm%20publish',
    prepare: async (page) => page.getByText(t('approvals.try.ask')).waitFor(),
  },
  {
    name: 'approvals-rule-new',
    path: () => '/approvals/rules?rule=npm%20test',
    prepare: async (page) => {
      await page
        .getByRole('dialog')
        .getByRole('radio', { name: t('rules.effect.deny') })
        .click();
      await page.getByRole('list', { name: t('rules.history.examples') }).waitFor();
    },
  },
  {
    name: 'approvals-always',
    path: () => '/approvals',
    prepare: async (page) => {
      await page
        .getByRole('button', { name: /rm -rf/ })
        .first()
        .click();
      await page.getByRole('group', { name: t('approvals.answers') }).waitFor();
      await page.getByRole('button', { name: t('approvals.allowAlways') }).click();
      await page.getByRole('radiogroup', { name: t('rules.proposal.label') }).waitFor();
    },
  },
  {
    name: 'session-queued',
    path: session('queuedSecond'),
    prepare: async (page) => page.getByRole('button', { name: t('runQueue.moveFirst') }).waitFor(),
  },
  {
    name: 'session-console',
    path: session('server'),
    prepare: async (page) => {
      await page.getByRole('log', { name: t('transcript.label') }).waitFor();
      const tab = page.getByRole('tab', { name: t('sessions.inspector.console') });
      if (!(await tab.isVisible())) await page.keyboard.press('Control+Shift+E');
      await tab.click();
      await page.getByRole('button', { name: t('console.fix') }).waitFor();
    },
  },
  {
    name: 'console',
    path: () => `/console/${encodeURIComponent('/tmp/ada/harbor-notes')}`,
    prepare: async (page) =>
      page
        .getByRole('button', { name: t('console.fix') })
        .first()
        .waitFor(),
  },
  { name: 'usage', path: () => '/usage', prepare: heading(t('usage.byDay')) },
  {
    name: 'budgets',
    path: () => '/usage',
    prepare: async (page) =>
      page
        .getByRole('heading', { name: t('budgets.title') })
        .first()
        .scrollIntoViewIfNeeded(),
  },
  { name: 'board', path: () => '/board', prepare: heading(t('board.title')) },
  { name: 'compare', path: () => '/compare', prepare: heading(t('compare.title')) },
  { name: 'agents', path: () => '/agents', prepare: heading(t('agents.title')) },
  {
    name: 'all-sessions',
    path: () => '/all-sessions',
    prepare: async (page) => page.getByRole('grid').getByRole('row').nth(1).waitFor(),
  },
  {
    name: 'machines',
    needsEngine: true,
    path: () => '/machines',
    prepare: async (page) => {
      await page.getByText('harbor-docs').first().click();
      await page.getByText(t('machines.memory'), { exact: true }).waitFor();
    },
  },
  { name: 'channels', path: () => '/channels', prepare: heading(t('channels.networks')) },
  { name: 'network', path: () => '/outbound', prepare: heading(t('outbound.hosts')) },
  { name: 'logs', path: () => '/logs', prepare: async (page) => page.getByRole('log').waitFor() },
  {
    name: 'settings-providers',
    path: () => '/settings/providers',
    prepare: async (page) => page.getByText('Anthropic').first().waitFor(),
  },
  {
    name: 'settings-agent',
    path: () => '/agents/main',
    prepare: async (page) => page.getByLabel('Instructions').waitFor(),
  },
  { name: 'settings-appearance', path: () => '/settings/appearance', prepare: heading(t('settings.look')) },
  { name: 'settings-notifications', path: () => '/settings/notifications', prepare: heading(t('notifications.kinds')) },
  { name: 'settings-devices', path: () => '/settings/devices', prepare: heading(t('devices.network.title')) },
  { name: 'settings-keys', path: () => '/settings/keys', prepare: heading(t('apiKeys.title')) },
  { name: 'settings-gateway', path: () => '/settings/gateway', prepare: aboutThisGateway },
  {
    name: 'settings-gateway-backups',
    path: () => '/settings/gateway',
    prepare: async (page) => {
      await page.getByRole('button', { name: t('backups.create') }).scrollIntoViewIfNeeded();
      await page.getByText(t('backups.title')).first().scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'settings-clients',
    path: () => '/settings/gateway',
    prepare: async (page) => {
      await page.getByText(t('gateway.clients.title')).first().scrollIntoViewIfNeeded();
      await page.getByRole('table', { name: t('gateway.traffic.byMethod') }).scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'settings-configuration',
    path: () => '/settings/configuration',
    prepare: async (page) => {
      await page.getByRole('searchbox', { name: t('configuration.search') }).fill('limits.co');
      await page.locator('[data-setting="limits.concurrentRuns"]').waitFor();
    },
  },
  {
    name: 'settings-configuration-file',
    path: () => '/settings/configuration?view=file',
    prepare: async (page) => page.locator('.cm-content').waitFor(),
  },
  { name: 'settings-shortcuts', path: () => '/settings/shortcuts', prepare: heading(t('shortcuts.title')) },
  // The last ones, for they change what the others show.
  { name: 'session-new', path: () => '/sessions/new', prepare: heading(t('sessions.start.title')) },
  {
    name: 'dispatch-new',
    path: () => '/sessions/new',
    prepare: async (page) => {
      await page.getByRole('textbox', { name: t('composer.message'), exact: true }).fill('Rename the notes.');
      await page.getByRole('button', { name: t('compare.several') }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'settings-agent-files',
    path: () => '/agents/main/files/SOUL.md',
    prepare: async (page) => {
      const editor = page.getByRole('textbox', { name: 'Text of SOUL.md' });
      await editor.waitFor();
      if ((await editor.textContent()) !== '') return;
      await editor.click();
      await page.keyboard.insertText(SOUL);
      await page.keyboard.press('Control+s');
      await page.getByText(t('agents.files.unsaved'), { exact: true }).first().waitFor({ state: 'detached' });
    },
  },
  {
    name: 'search',
    path: () => '/home',
    prepare: async (page) => {
      await page.getByText(t('home.recent')).waitFor();
      await page.keyboard.press('Control+k');
      await page.keyboard.type('date');
      await page.getByRole('option', { name: /date/ }).first().waitFor();
      await page.waitForTimeout(500);
    },
  },
  {
    name: 'session-archived',
    path: session('short'),
    prepare: async (page) => {
      await page.keyboard.press('Escape');
      const close = page.getByRole('button', { name: t('sessions.inspector.close') });
      if (await close.isVisible()) await close.click();
      const restore = page.getByRole('button', { name: t('sessions.restoreToWrite') });
      await page.getByRole('log', { name: t('transcript.label') }).waitFor();
      if (await restore.isVisible()) return;
      await page.getByRole('button', { name: t('sessions.menu') }).click();
      await page.getByRole('menuitem', { name: t('sessions.menu.archive') }).click();
      await restore.waitFor();
      await page
        .getByRole('button', { name: t('controls.dismiss') })
        .first()
        .click();
    },
  },
  {
    name: 'session-terminals',
    path: session('short'),
    prepare: async (page, phone) => {
      await page.getByRole('log', { name: t('transcript.label') }).waitFor();
      await openTerminal(page, phone ? 'right' : 'below');
      await typeInTerminal(page, 'git log --oneline --stat');
      if (phone) return;
      await page.keyboard.press('Control+Shift+d');
      await typeInTerminal(page, 'ls -l');
    },
  },
];

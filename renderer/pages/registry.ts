// The registry of pages, in the order of the navigation. To add one, see docs/adding.md.
import { agentsPage } from './agents/page.ts';
import { allSessionsPage } from './all-sessions/page.ts';
import { approvalsPage } from './approvals/page.ts';
import { boardPage } from './board/page.ts';
import { channelsPage } from './channels/page.ts';
import { comparePage } from './compare/page.ts';
import { consolePage } from './console/page.ts';
import type { PageDefinition } from './define-page.ts';
import { homePage } from './home/page.ts';
import { logsPage } from './logs/page.ts';
import { machinesPage } from './machines/page.ts';
import { outboundPage } from './outbound/page.ts';
import { projectsPage } from './projects/page.ts';
import { sessionsPage } from './sessions/page.ts';
import { settingsPage } from './settings/page.ts';
import { setupPage } from './setup/page.ts';
import { usagePage } from './usage/page.ts';
import { worktreesPage } from './worktrees/page.ts';

/** All pages; the first one is the start page. */
export const PAGES: readonly PageDefinition[] = [
  homePage,
  sessionsPage,
  allSessionsPage,
  approvalsPage,
  agentsPage,
  projectsPage,
  worktreesPage,
  boardPage,
  comparePage,
  usagePage,
  channelsPage,
  machinesPage,
  outboundPage,
  consolePage,
  logsPage,
  settingsPage,
  setupPage,
];

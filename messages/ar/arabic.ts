// Arabic. Missing messages are shown in English.
import type { Catalog } from '../languages.ts';
import { access } from './access.ts';
import { agents } from './agents.ts';
import { allSessions } from './all-sessions.ts';
import { app } from './app.ts';
import { approvals } from './approvals.ts';
import { board } from './board.ts';
import { budgets } from './budgets.ts';
import { changes } from './changes.ts';
import { commands } from './commands.ts';
import { compare } from './compare.ts';
import { composer } from './composer.ts';
import { controls } from './controls.ts';
import { devices } from './devices.ts';
import { diff } from './diff.ts';
import { files } from './files.ts';
import { home } from './home.ts';
import { layouts } from './layouts.ts';
import { logs } from './logs.ts';
import { modes } from './modes.ts';
import { notifications } from './notifications.ts';
import { machines } from './machines.ts';
import { personas } from './personas.ts';
import { projects } from './projects.ts';
import { providers } from './providers.ts';
import { rules } from './rules.ts';
import { sessions } from './sessions.ts';
import { settings } from './settings.ts';
import { setup } from './setup.ts';
import { shortcuts } from './shortcuts.ts';
import { shell } from './shell.ts';
import { side } from './side.ts';
import { terminal } from './terminal.ts';
import { time } from './time.ts';
import { tools } from './tools.ts';
import { transcript } from './transcript.ts';
import { trust } from './trust.ts';
import { usage } from './usage.ts';
import { worktrees } from './worktrees.ts';

/** All messages in Arabic. */
export const arabic = {
  ...access,
  ...agents,
  ...allSessions,
  ...app,
  ...approvals,
  ...board,
  ...budgets,
  ...changes,
  ...commands,
  ...compare,
  ...composer,
  ...controls,
  ...devices,
  ...diff,
  ...files,
  ...home,
  ...layouts,
  ...logs,
  ...modes,
  ...notifications,
  ...machines,
  ...personas,
  ...projects,
  ...providers,
  ...rules,
  ...sessions,
  ...settings,
  ...setup,
  ...shortcuts,
  ...shell,
  ...side,
  ...terminal,
  ...time,
  ...tools,
  ...transcript,
  ...trust,
  ...usage,
  ...worktrees,
} as const satisfies Catalog;

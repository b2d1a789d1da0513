// German. Missing messages are shown in English.
import type { Catalog } from '../languages.ts';
import { access } from './access.ts';
import { agents } from './agents.ts';
import { allSessions } from './all-sessions.ts';
import { apiKeys } from './api-keys.ts';
import { app } from './app.ts';
import { approvals } from './approvals.ts';
import { backups } from './backups.ts';
import { board } from './board.ts';
import { budgets } from './budgets.ts';
import { changes } from './changes.ts';
import { channels } from './channels.ts';
import { commands } from './commands.ts';
import { compare } from './compare.ts';
import { composer } from './composer.ts';
import { configuration } from './configuration.ts';
import { consoleMessages } from './console.ts';
import { context } from './context.ts';
import { controls } from './controls.ts';
import { devices } from './devices.ts';
import { diff } from './diff.ts';
import { files } from './files.ts';
import { gateway } from './gateway.ts';
import { home } from './home.ts';
import { install } from './install.ts';
import { layouts } from './layouts.ts';
import { logs } from './logs.ts';
import { modes } from './modes.ts';
import { notifications } from './notifications.ts';
import { machines } from './machines.ts';
import { outbound } from './outbound.ts';
import { personas } from './personas.ts';
import { preview } from './preview.ts';
import { push } from './push.ts';
import { quota } from './quota.ts';
import { projects } from './projects.ts';
import { providers } from './providers.ts';
import { runQueue } from './run-queue.ts';
import { rules } from './rules.ts';
import { runs } from './runs.ts';
import { sessions } from './sessions.ts';
import { settings } from './settings.ts';
import { setup } from './setup.ts';
import { shortcuts } from './shortcuts.ts';
import { shell } from './shell.ts';
import { side } from './side.ts';
import { terminal } from './terminal.ts';
import { time } from './time.ts';
import { tools } from './tools.ts';
import { tour } from './tour.ts';
import { transcript } from './transcript.ts';
import { trust } from './trust.ts';
import { updates } from './updates.ts';
import { usage } from './usage.ts';
import { webChat } from './web-chat.ts';
import { worktrees } from './worktrees.ts';

/** All messages in German. */
export const german = {
  ...access,
  ...agents,
  ...allSessions,
  ...apiKeys,
  ...app,
  ...approvals,
  ...backups,
  ...board,
  ...budgets,
  ...changes,
  ...channels,
  ...commands,
  ...compare,
  ...composer,
  ...configuration,
  ...consoleMessages,
  ...context,
  ...controls,
  ...devices,
  ...diff,
  ...files,
  ...gateway,
  ...home,
  ...install,
  ...layouts,
  ...logs,
  ...modes,
  ...notifications,
  ...machines,
  ...outbound,
  ...personas,
  ...preview,
  ...push,
  ...quota,
  ...projects,
  ...providers,
  ...runQueue,
  ...rules,
  ...runs,
  ...sessions,
  ...settings,
  ...setup,
  ...shortcuts,
  ...shell,
  ...side,
  ...terminal,
  ...time,
  ...tools,
  ...tour,
  ...transcript,
  ...trust,
  ...updates,
  ...usage,
  ...webChat,
  ...worktrees,
} as const satisfies Catalog;

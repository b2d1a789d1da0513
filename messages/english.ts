// English: the source of every message. The types of all ids and parameters derive from it.
import type { GetICUArgs } from '@schummar/icu-type-parser';

import { access } from './en/access.ts';
import { agents } from './en/agents.ts';
import { allSessions } from './en/all-sessions.ts';
import { apiKeys } from './en/api-keys.ts';
import { app } from './en/app.ts';
import { approvals } from './en/approvals.ts';
import { backups } from './en/backups.ts';
import { board } from './en/board.ts';
import { budgets } from './en/budgets.ts';
import { changes } from './en/changes.ts';
import { channels } from './en/channels.ts';
import { commands } from './en/commands.ts';
import { compare } from './en/compare.ts';
import { composer } from './en/composer.ts';
import { configuration } from './en/configuration.ts';
import { consoleMessages } from './en/console.ts';
import { context } from './en/context.ts';
import { controls } from './en/controls.ts';
import { devices } from './en/devices.ts';
import { diff } from './en/diff.ts';
import { files } from './en/files.ts';
import { gateway } from './en/gateway.ts';
import { home } from './en/home.ts';
import { install } from './en/install.ts';
import { layouts } from './en/layouts.ts';
import { logs } from './en/logs.ts';
import { modes } from './en/modes.ts';
import { notifications } from './en/notifications.ts';
import { machines } from './en/machines.ts';
import { outbound } from './en/outbound.ts';
import { personas } from './en/personas.ts';
import { preview } from './en/preview.ts';
import { push } from './en/push.ts';
import { quota } from './en/quota.ts';
import { projects } from './en/projects.ts';
import { providers } from './en/providers.ts';
import { runQueue } from './en/run-queue.ts';
import { rules } from './en/rules.ts';
import { runs } from './en/runs.ts';
import { sessions } from './en/sessions.ts';
import { settings } from './en/settings.ts';
import { setup } from './en/setup.ts';
import { shortcuts } from './en/shortcuts.ts';
import { shell } from './en/shell.ts';
import { side } from './en/side.ts';
import { terminal } from './en/terminal.ts';
import { time } from './en/time.ts';
import { tools } from './en/tools.ts';
import { tour } from './en/tour.ts';
import { transcript } from './en/transcript.ts';
import { trust } from './en/trust.ts';
import { updates } from './en/updates.ts';
import { usage } from './en/usage.ts';
import { webChat } from './en/web-chat.ts';
import { worktrees } from './en/worktrees.ts';

/** All English messages, by id. */
export const ENGLISH = {
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
  ...commands,
  ...compare,
  ...composer,
  ...configuration,
  ...consoleMessages,
  ...context,
  ...channels,
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
  ...shell,
  ...side,
  ...shortcuts,
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
} as const;

type Messages = typeof ENGLISH;

/** The id of a message: `area.name`. */
export type MessageId = keyof Messages;

/** A message without parameters: what registries hold and render later. */
export type PlainMessageId = {
  [Id in MessageId]: Messages[Id] extends `${string}{${string}` ? never : Id;
}[MessageId];

/** The parameters of a message. Text is inserted as it is; numbers need `{name, number}` or a plural, so that they are formatted. */
export type MessageValues<Id extends MessageId> = GetICUArgs<
  Messages[Id],
  { ICUNumberArgument: number; ICUDateArgument: Date | number; ICUArgument: string }
>;

type TagsIn<Text extends string> = Text extends `${string}</${infer Tag}>${infer Rest}` ? Tag | TagsIn<Rest> : never;

/** The tags of a message, such as `b` in `Stop <b>{title}</b>?`. */
export type MessageTags<Id extends MessageId> = TagsIn<Messages[Id]>;

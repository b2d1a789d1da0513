// All commands of chats, in the order shown by /help. A new one is one file and one line here.
import type { CommandSummary } from '../../engine/tools-facet.ts';
import type { ChannelCommand } from '../../ports/channel.ts';
import type { ChatTexts } from '../texts/english.ts';
import type { ChatCommand } from './chat-command.ts';
import { CHAT } from './chat.ts';
import { CREATE } from './create.ts';
import { FILES } from './files.ts';
import { LOGS } from './logs.ts';
import { NEW } from './new.ts';
import { NOTIFY } from './notify.ts';
import { PROJECTS, USE } from './projects.ts';
import { RUN } from './run.ts';
import { SCHEDULE } from './schedule.ts';
import { CANCEL, HELP, LINK, START } from './start.ts';
import { USAGE } from './usage.ts';

/** Commands that only chats have, or that mean something else there. */
export const CHAT_COMMANDS: readonly ChatCommand[] = [
  START,
  HELP,
  LINK,
  PROJECTS,
  CREATE,
  USE,
  CHAT,
  RUN,
  LOGS,
  FILES,
  SCHEDULE,
  USAGE,
  NEW,
  NOTIFY,
  CANCEL,
];

/** Commands of sessions that are useful in a chat. Their names are those of the one registry of commands. */
const SESSION_COMMANDS = ['status', 'model', 'stop', 'compact', 'think', 'mode', 'agents', 'approve', 'deny'];

/** The menu of a network: commands of chats, then those of sessions. */
export function listChatCommands(all: readonly CommandSummary[], { commands }: ChatTexts): readonly ChannelCommand[] {
  const ofSessions = all.filter(({ name }) => SESSION_COMMANDS.includes(name));
  const ofChats = CHAT_COMMANDS.map(({ name }) => ({ name, description: commands[name] }));
  return [...ofChats, ...ofSessions.map(({ name, description }) => ({ name, description }))];
}

/** Whether a command of sessions can be used in a chat. */
export function isSessionCommand(name: string): boolean {
  return SESSION_COMMANDS.includes(name);
}

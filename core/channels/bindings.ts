// Which agent, project, and session a message belongs to.
import { formatSessionKey, parseSessionKey } from '#contract/types/ids.ts';
import type { SessionScope } from '#contract/types/channels.ts';
import { defined } from '#contract/types/defined.ts';
import type { Chat, ChatAddress, ChannelSender, OpenChat } from '../ports/channel.ts';
import type { Settings } from '../ports/settings.ts';
import type { ChatState } from './channel-records.ts';

/** The settings of one channel. */
export type ChannelSettings = Omit<Configured, 'bindings'> & { readonly bindings?: readonly Binding[] };

type Configured = Settings['channels'][string];
/** Only a channel itself can decide that guests are `always` answered: in direct chats, too. */
type Binding = Omit<NonNullable<Configured['bindings']>[number], 'guests'> & { readonly guests?: ChatRules['guests'] };

/** The settings with the chats that a channel itself has opened. */
export function withOpenChats(settings: Configured, chats: readonly OpenChat[]): ChannelSettings {
  const open = chats.map(({ chat, agent }): Binding => ({ chat, agent, session: 'sender', guests: 'always' }));
  return open.length === 0 ? settings : { ...settings, bindings: [...open, ...(settings.bindings ?? [])] };
}

/** What the settings say about a chat. */
export interface ChatRules {
  readonly agent?: string;
  readonly project?: string;
  readonly machine?: string;
  readonly session: SessionScope;
  readonly mention: 'mention' | 'always';
  readonly guests: 'ignore' | 'answer' | 'always';
  /** BCP 47 tag. */
  readonly language?: string;
}

/** A session that may not exist yet. */
export interface BoundSession {
  readonly sessionKey: string;
  readonly agentId: string;
  readonly projectId?: string;
  readonly machine?: string;
}

/** The rules of a chat: those of its thread, else of the chat, else of the channel. */
export function findRules(settings: ChannelSettings, { chatId, threadId }: ChatAddress): ChatRules {
  const { bindings = [] } = settings;
  const ofChat = bindings.filter(({ chat }) => chat === chatId);
  const binding =
    ofChat.find(({ thread }) => thread !== undefined && thread === threadId) ??
    ofChat.find(({ thread }) => thread === undefined);
  const { session = 'thread', mention = 'mention', guests = 'ignore', ...more } = binding ?? settings;
  const { agent, project, machine, language } = more;
  return { session, mention, guests, ...defined({ agent, project, machine, language }) };
}

/** The session of a message; undefined if the IDs are too long for a key. */
export function bindSession(
  settings: Pick<Settings, 'defaultAgentId'>,
  rules: ChatRules,
  { channelId, chat, sender, isGuest, state }: BoundMessage,
): BoundSession | undefined {
  const agentId = state.agentId ?? rules.agent ?? settings.defaultAgentId;
  const projectId = state.projectId ?? rules.project;
  const scope = isGuest ? 'sender' : rules.session;
  if (scope === 'global') return { sessionKey: formatSessionKey(agentId, 'main'), agentId };
  const parts = [
    channelId,
    encodePart(chat.chatId),
    ...(chat.threadId === undefined || scope === 'chat' ? [] : [encodePart(chat.threadId)]),
    ...(scope === 'sender' ? [`${isGuest ? 'guest' : 'sender'}-${encodePart(sender.id)}`] : []),
    // A project has a session of its own in each chat.
    ...(state.projectId === undefined ? [] : [`project-${encodePart(state.projectId)}`]),
  ];
  const sessionKey = formatSessionKey(agentId, parts.join(':'));
  if (parseSessionKey(sessionKey) === undefined) return undefined;
  return { sessionKey, agentId, ...defined({ projectId, machine: rules.machine }) };
}

interface BoundMessage {
  readonly channelId: string;
  readonly chat: Chat;
  readonly sender: ChannelSender;
  readonly isGuest: boolean;
  readonly state: ChatState;
}

/** Part of a session key; different IDs have different ones. Other characters than these are replaced by their code. */
function encodePart(id: string): string {
  return id.replaceAll(/[^\p{L}\p{N}.-]/gu, (character) => `_${character.codePointAt(0)?.toString(16)}_`);
}

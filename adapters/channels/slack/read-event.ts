// Events of Slack as channel events. What doesn't concern the bot, or comes from bots, is undefined.
import { isJsonObject, type JsonObject } from '#contract/types/json-object.ts';
import { defined } from '#contract/types/defined.ts';
import type { ChannelEvent, ChannelFile, ChannelMessage, ChannelPress, Chat } from '#core/ports/channel.ts';
import { fromEmojiName } from './emoji.ts';
import { mentions, readText } from './read-text.ts';

/** Who the bot is. */
export interface BotIdentity {
  readonly userId: string;
  readonly teamId: string;
}

/** Kinds of messages that people write. */
const WRITTEN: ReadonlySet<unknown> = new Set([undefined, 'file_share', 'thread_broadcast', 'me_message']);
const ID = /^[A-Z][A-Z0-9]{1,30}$/;
const TIME = /^\d{1,12}\.\d{1,8}$/;
const UNKNOWN_TYPE = 'application/octet-stream';

/** A message, or a reaction. `payload` is that of an envelope of the Events API. */
export function readEvent(payload: JsonObject, bot: BotIdentity): ChannelEvent | undefined {
  const { event, team_id: team } = payload;
  if (!isJsonObject(event)) return undefined;
  const { type } = event;
  if (type === 'message' || type === 'app_mention') return readMessage(event, team, bot);
  if (type === 'reaction_added' || type === 'reaction_removed') return readReaction(event, payload, bot);
  return undefined;
}

function readMessage(event: JsonObject, team: unknown, bot: BotIdentity): ChannelMessage | undefined {
  const { channel, ts, text, subtype, bot_id: botId, thread_ts: thread, parent_user_id: parent } = event;
  if (!WRITTEN.has(subtype) || botId !== undefined || !isId(channel) || !isTime(ts)) return undefined;
  const sender = readSender(event['user'], event['user_team'] ?? event['team'] ?? team, bot);
  if (sender === undefined) return undefined;
  const raw = typeof text === 'string' ? text : '';
  const files = readFiles(event['files']);
  if (raw === '' && files.length === 0) return undefined;
  const isDirect = event['channel_type'] === 'im' || channel.startsWith('D');
  const isForBot = isDirect || mentions(raw, bot.userId) || parent === bot.userId;
  // In a channel, an answer belongs into a thread below the message, which is then one conversation.
  const threadId = isTime(thread) ? thread : !isDirect && isForBot ? ts : undefined;
  const quoted = readQuoted(event['attachments']);
  return {
    kind: 'message',
    // A mention arrives twice, as a message and as a mention.
    id: `${channel}:${ts}`,
    chat: { chatId: channel, kind: isDirect ? 'direct' : 'group', ...defined({ threadId }) },
    sender,
    messageId: ts,
    text: readText(raw, bot.userId),
    files,
    isForBot,
    ...defined({ quoted }),
  };
}

function readReaction(event: JsonObject, payload: JsonObject, bot: BotIdentity): ChannelEvent | undefined {
  const { item, reaction, user, event_ts: at } = event;
  const { channel, ts } = isJsonObject(item) ? item : {};
  const sender = readSender(user, payload['team_id'], bot);
  if (!isId(channel) || !isTime(ts) || typeof reaction !== 'string' || sender === undefined) return undefined;
  return {
    kind: 'reaction',
    id: `${channel}:${ts}:${sender.id}:${reaction}:${String(at)}`,
    chat: toChat(channel, undefined),
    sender,
    messageId: ts,
    emoji: fromEmojiName(reaction),
    isRemoved: event['type'] === 'reaction_removed',
  };
}

/** A pressed button, with what opens a form. */
export interface Press extends ChannelPress {
  readonly actionId: string;
  readonly triggerId: string;
}

/** The press of a button of the bot; undefined for anything else. */
export function readPress(payload: JsonObject, bot: BotIdentity): Press | undefined {
  const { actions, user, channel, message, container, trigger_id: triggerId } = payload;
  const action: unknown = Array.isArray(actions) ? actions[0] : undefined;
  if (!isJsonObject(action) || !isJsonObject(user) || !isJsonObject(channel) || !isJsonObject(message))
    return undefined;
  const { action_id: actionId, value, action_ts: at } = action;
  const { ts, thread_ts: thread, user: author, bot_id: botId } = message;
  // A message of another app can have buttons with the same data.
  if (botId === undefined || author !== bot.userId) return undefined;
  const sender = readSender(user['id'], user['team_id'], bot);
  const messageId = isTime(ts) ? ts : isJsonObject(container) ? container['message_ts'] : undefined;
  if (sender === undefined || !isId(channel['id']) || !isTime(messageId)) return undefined;
  if (typeof actionId !== 'string' || typeof value !== 'string') return undefined;
  return {
    kind: 'press',
    id: `${messageId}:${sender.id}:${actionId}:${String(at)}`,
    chat: toChat(channel['id'], isTime(thread) ? thread : undefined),
    sender,
    messageId,
    data: value,
    actionId,
    triggerId: typeof triggerId === 'string' ? triggerId : '',
  };
}

/** A slash command: `/gatehouse status` is the message `/status`. */
export function readCommand(payload: JsonObject, bot: BotIdentity): ChannelMessage | undefined {
  const { text, user_id: user, team_id: team, channel_id: channel, trigger_id: id } = payload;
  const sender = readSender(user, team, bot);
  if (sender === undefined || !isId(channel) || typeof id !== 'string' || id === '') return undefined;
  const typed = typeof text === 'string' ? text.trim() : '';
  const command = typed === '' ? 'help' : typed.replace(/^\//, '');
  return {
    kind: 'message',
    id: `command:${id}`,
    chat: toChat(channel, undefined),
    sender,
    messageId: '',
    text: `/${command}`,
    files: [],
    isForBot: true,
  };
}

/** The chat with an ID: those of direct chats start with D. */
export function toChat(channel: string, threadId: string | undefined): Chat {
  return { chatId: channel, kind: channel.startsWith('D') ? 'direct' : 'group', ...defined({ threadId }) };
}

/** The sender. IDs are unique within a workspace; those of other workspaces, in shared channels, are told apart. */
export function readSender(user: unknown, team: unknown, bot: BotIdentity): { readonly id: string } | undefined {
  if (!isId(user) || user === bot.userId || user === 'USLACKBOT') return undefined;
  return { id: !isId(team) || team === bot.teamId ? user : `${team}.${user}` };
}

function readFiles(files: unknown): readonly ChannelFile[] {
  return (Array.isArray(files) ? files : []).flatMap((file: unknown): readonly ChannelFile[] => {
    if (!isJsonObject(file) || !isId(file['id'])) return [];
    const { id, name, mimetype, size, subtype } = file;
    const bytes = typeof size === 'number' ? size : undefined;
    return [
      {
        ref: id,
        name: typeof name === 'string' && name !== '' ? name : 'file',
        mimeType: typeof mimetype === 'string' && mimetype !== '' ? mimetype : UNKNOWN_TYPE,
        ...defined({ bytes }),
        ...(subtype === 'slack_audio' ? { isVoice: true as const } : {}),
      },
    ];
  });
}

/** A message of Slack that a person shares is somebody else's. */
function readQuoted(attachments: unknown): string | undefined {
  const [first]: readonly unknown[] = Array.isArray(attachments) ? attachments : [];
  if (!isJsonObject(first) || first['is_msg_unfurl'] !== true) return undefined;
  return typeof first['text'] === 'string' ? first['text'] : undefined;
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && ID.test(value);
}

function isTime(value: unknown): value is string {
  return typeof value === 'string' && TIME.test(value);
}

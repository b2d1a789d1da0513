// A message of Discord as a channel message.
import { isJsonObject, type JsonObject } from '#contract/types/json-object.ts';
import { defined } from '#contract/types/defined.ts';
import type { ChannelFile, ChannelMessage, Chat } from '#core/ports/channel.ts';
import { formatRef } from './file-ref.ts';
import { isSnowflake, readSender } from './read-sender.ts';

/** Plain messages and replies. Others are notices of Discord. */
const TYPES: ReadonlySet<unknown> = new Set([0, 19]);
const FORWARD = 1;
const IS_VOICE = 1 << 13;

/** The bot's own identity. */
export interface BotIdentity {
  readonly id: string;
  /** The roles that Discord made for it: people mention them by mistake. */
  readonly roles: ReadonlySet<string>;
}

/** Reads a message. Undefined for those of bots, webhooks, and Discord, and for malformed ones. */
export function readMessage(data: JsonObject, chat: Chat, bot: BotIdentity): ChannelMessage | undefined {
  const { id, channel_id: channelId, author, member, type } = data;
  const sender = readSender(author, member);
  if (!isSnowflake(id) || !isSnowflake(channelId) || sender === undefined) return undefined;
  if (data['webhook_id'] !== undefined || !TYPES.has(type)) return undefined;
  const forwarded = readForwarded(data);
  const source = forwarded ?? data;
  const text = toText(source, bot);
  const files = readFiles(source, channelId, id);
  if (text === '' && files.length === 0 && !isForBot(data, chat, bot)) return undefined;
  return {
    kind: 'message',
    id,
    chat: chat.kind === 'direct' ? { ...chat, ...defined({ title: sender.name }) } : chat,
    sender,
    messageId: id,
    text,
    files,
    isForBot: isForBot(data, chat, bot),
    ...defined({ quoted: readQuoted(data) }),
    ...(forwarded === undefined ? {} : { isForwarded: true }),
  };
}

function isForBot(data: JsonObject, { kind }: Chat, bot: BotIdentity): boolean {
  if (kind === 'direct') return true;
  const isMentioned = list(data['mentions']).some((user) => isJsonObject(user) && user['id'] === bot.id);
  const hasRole = list(data['mention_roles']).some((role) => typeof role === 'string' && bot.roles.has(role));
  const replied = data['referenced_message'];
  const author = isJsonObject(replied) ? replied['author'] : undefined;
  return isMentioned || hasRole || (isJsonObject(author) && author['id'] === bot.id);
}

/** The text, without mentions of the bot, and with the names of other people. */
function toText(source: JsonObject, bot: BotIdentity): string {
  const content = source['content'];
  if (typeof content !== 'string') return '';
  let text = content;
  for (const own of [`<@${bot.id}>`, `<@!${bot.id}>`, ...[...bot.roles].map((role) => `<@&${role}>`)])
    text = text.split(own).join('');
  for (const user of list(source['mentions'])) {
    const { id, name } = readSender(user) ?? {};
    if (id !== undefined && name !== undefined)
      text = text.split(`<@${id}>`).join(`@${name}`).split(`<@!${id}>`).join(`@${name}`);
  }
  return text.trim();
}

function readForwarded(data: JsonObject): JsonObject | undefined {
  const reference = data['message_reference'];
  if (!isJsonObject(reference) || reference['type'] !== FORWARD) return undefined;
  const [snapshot] = list(data['message_snapshots']);
  const message = isJsonObject(snapshot) ? snapshot['message'] : undefined;
  return isJsonObject(message) ? message : {};
}

function readQuoted(data: JsonObject): string | undefined {
  const replied = data['referenced_message'];
  const content = isJsonObject(replied) ? replied['content'] : undefined;
  return typeof content === 'string' && content !== '' ? content : undefined;
}

function readFiles(source: JsonObject, channelId: string, messageId: string): readonly ChannelFile[] {
  const isVoice = (Number(source['flags']) & IS_VOICE) !== 0;
  return list(source['attachments']).flatMap((file): readonly ChannelFile[] => {
    if (!isJsonObject(file) || !isSnowflake(file['id']) || typeof file['url'] !== 'string') return [];
    const { id, url, filename, content_type: type, size } = file;
    return [
      {
        ref: formatRef({ channelId, messageId, fileId: id, url }),
        name: typeof filename === 'string' && filename !== '' ? filename : 'file',
        mimeType: typeof type === 'string' ? type : 'application/octet-stream',
        ...(typeof size === 'number' ? { bytes: size } : {}),
        ...(isVoice ? { isVoice: true } : {}),
      },
    ];
  });
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

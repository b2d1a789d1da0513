// Updates of the Bot API as events. What doesn't concern the bot is undefined.
import type { Chat as TelegramChat, Message, MessageEntity, Update, User, UserFromGetMe } from 'grammy/types';
import type { Chat, ChannelEvent, ChannelFile, ChannelSender } from '#core/ports/channel.ts';
import { defined } from '#contract/types/defined.ts';

/** Kinds of updates that are asked for. */
export const UPDATE_KINDS = ['message', 'callback_query', 'message_reaction'] as const;

/** The event of an update. */
export function readUpdate(update: Update, me: UserFromGetMe): ChannelEvent | undefined {
  const id = String(update.update_id);
  if (update.message !== undefined) return readMessage(id, update.message, me);
  if (update.callback_query !== undefined) {
    const { id: pressId, from, message, data } = update.callback_query;
    if (message === undefined || data === undefined || from.is_bot) return undefined;
    const threadId = 'message_thread_id' in message ? findThread(message) : undefined;
    return {
      kind: 'press',
      id: pressId,
      chat: toChat(message.chat, threadId),
      sender: toSender(from),
      messageId: String(message.message_id),
      data,
    };
  }
  if (update.message_reaction !== undefined) {
    const { chat, user, message_id: messageId, new_reaction: now, old_reaction: before } = update.message_reaction;
    const changed = now.length >= before.length ? now.at(-1) : before.at(-1);
    if (user === undefined || user.is_bot || changed?.type !== 'emoji') return undefined;
    return {
      kind: 'reaction',
      id,
      chat: toChat(chat, undefined),
      sender: toSender(user),
      messageId: String(messageId),
      emoji: changed.emoji,
      isRemoved: now.length < before.length,
    };
  }
  return undefined;
}

function readMessage(id: string, message: Message, me: UserFromGetMe): ChannelEvent | undefined {
  const { from, chat, reply_to_message: replied, quote } = message;
  // Bots, and people who write in the name of a chat, can't be identified.
  if (from === undefined || from.is_bot || message.sender_chat !== undefined) return undefined;
  const files = readFiles(message);
  const raw = readText(message) ?? '';
  if (raw === '' && files.length === 0) return undefined;
  const { text, isMentioned, isForOther } = readMentions(raw, message.entities ?? message.caption_entities ?? [], me);
  const isReply = replied?.from?.id === me.id;
  const quoted = quote?.text ?? readText(replied);
  return {
    kind: 'message',
    id,
    chat: toChat(chat, findThread(message)),
    sender: toSender(from),
    messageId: String(message.message_id),
    text,
    files,
    isForBot: chat.type === 'private' || (!isForOther && (isMentioned || isReply)),
    ...defined({ quoted }),
    ...(message.forward_origin === undefined ? {} : { isForwarded: true as const }),
  };
}

function readText(message: Message | undefined): string | undefined {
  return message?.text ?? message?.caption;
}

/** Removes mentions of the bot. Commands are for it unless they name another bot. */
function readMentions(text: string, entities: readonly MessageEntity[], me: UserFromGetMe) {
  const own = `@${me.username}`.toLowerCase();
  let rest = text;
  let isMentioned = false;
  let isForOther = false;
  for (const entity of entities.toReversed()) {
    const part = text.slice(entity.offset, entity.offset + entity.length);
    const isOwn =
      (entity.type === 'mention' && part.toLowerCase() === own) ||
      (entity.type === 'text_mention' && entity.user.id === me.id);
    if (isOwn) {
      isMentioned = true;
      rest = rest.slice(0, entity.offset) + rest.slice(entity.offset + entity.length);
    }
    if (entity.type !== 'bot_command' || entity.offset !== 0) continue;
    const [command = '', bot] = part.split('@');
    if (bot !== undefined && `@${bot.toLowerCase()}` !== own) isForOther = true;
    else {
      isMentioned = true;
      rest = command + rest.slice(entity.length);
    }
  }
  return { text: rest.replaceAll(/[ \t]{2,}/g, ' ').trim(), isMentioned, isForOther };
}

function readFiles(message: Message): readonly ChannelFile[] {
  const { photo, document, voice, audio, video } = message;
  const files: ChannelFile[] = [];
  // The last size is the largest one.
  const largest = photo?.at(-1);
  if (largest !== undefined) files.push(toFile(largest, { name: 'photo.jpg', mimeType: 'image/jpeg' }));
  for (const [one, fallback] of [
    [document, 'file'],
    [audio, 'audio.mp3'],
    [video, 'video.mp4'],
  ] as const)
    if (one !== undefined)
      files.push(
        toFile(one, { name: one.file_name ?? fallback, mimeType: one.mime_type ?? 'application/octet-stream' }),
      );
  if (voice !== undefined)
    files.push({ ...toFile(voice, { name: 'voice.ogg', mimeType: voice.mime_type ?? 'audio/ogg' }), isVoice: true });
  return files;
}

function toFile(
  { file_id: ref, file_size: bytes }: { readonly file_id: string; readonly file_size?: number },
  facts: Pick<ChannelFile, 'name' | 'mimeType'>,
): ChannelFile {
  return { ref, ...facts, ...defined({ bytes }) };
}

function toChat({ id, type, title, first_name: name }: TelegramChat, threadId: string | undefined): Chat {
  const shown = title ?? name;
  return { chatId: String(id), kind: type === 'private' ? 'direct' : 'group', ...defined({ threadId, title: shown }) };
}

/** Replies have a thread of their own outside of forums; only topics count. */
function findThread({ is_topic_message: isTopic, message_thread_id: id }: Message): string | undefined {
  return isTopic === true && id !== undefined ? String(id) : undefined;
}

function toSender({ id, first_name: first, last_name: last, language_code: language }: User): ChannelSender {
  const name = [first, last].filter((part) => part !== undefined && part !== '').join(' ');
  return { id: String(id), ...defined({ language }), ...(name === '' ? {} : { name }) };
}

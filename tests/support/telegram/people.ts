// What people do on Telegram, as updates.
import type { Message, MessageEntity, Update, User } from 'grammy/types';
import { BOT, type BotServer } from './bot-server.ts';

/** Someone who writes. */
export const ADA: User = { id: 111, is_bot: false, first_name: 'Ada', last_name: 'Lovelace', language_code: 'en' };

/** What a message has besides its text. */
export interface Written extends Partial<Message> {
  readonly from?: User;
  /** A negative ID is a group. */
  readonly chatId?: number;
  readonly topic?: number;
}

/** A person writes. Mentions and commands in the text are marked as Telegram does. */
export function say(
  server: BotServer,
  text: string,
  { from = ADA, chatId = from.id, topic, ...more }: Written = {},
): Update {
  const chat =
    chatId < 0
      ? { id: chatId, type: 'supergroup', title: 'The team' }
      : { id: chatId, type: 'private', first_name: from.first_name };
  const content = text === '' ? {} : { text, entities: findEntities(text) };
  const inTopic = topic === undefined ? {} : { message_thread_id: topic, is_topic_message: true };
  const message = { message_id: server.nextId(), date: 0, chat, from, ...content, ...inTopic, ...more };
  // Only the fields that the bot reads.
  return server.push({ message: message as unknown as NonNullable<Update['message']> });
}

/** A person sends a file. */
export function sendFile(
  server: BotServer,
  bytes: Uint8Array,
  name: string,
  caption: string,
  written: Written = {},
): Update {
  const document = {
    file_id: server.addFile(bytes),
    file_unique_id: 'u',
    file_name: name,
    mime_type: 'text/plain',
    file_size: bytes.length,
  };
  return say(server, '', { ...written, document, caption } as Written);
}

/** A person presses a button. */
export function press(server: BotServer, chatId: number, messageId: number, data: string, from: User = ADA): Update {
  const chat = {
    id: chatId,
    type: chatId < 0 ? 'supergroup' : 'private',
    title: 'The team',
    first_name: from.first_name,
  };
  const message = { message_id: messageId, date: 0, chat, from: BOT };
  const query = { id: `press-${server.nextId()}`, from, chat_instance: '1', message, data };
  return server.push({ callback_query: query as unknown as NonNullable<Update['callback_query']> });
}

function findEntities(text: string): MessageEntity[] {
  return [...text.matchAll(/^\/\w+(?:@\w+)?|@\w+/g)].map(({ index, 0: part }) => ({
    type: part.startsWith('/') ? 'bot_command' : 'mention',
    offset: index,
    length: part.length,
  }));
}

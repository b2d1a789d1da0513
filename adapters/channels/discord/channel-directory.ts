// Which channels are threads, and their names. Discord's messages contain only the ID of their channel.
import type { APIChannel } from 'discord-api-types/v10';
import { isJsonObject, type JsonObject } from '#contract/types/json-object.ts';
import type { Chat } from '#core/ports/channel.ts';
import { setBounded } from '#core/set-bounded.ts';

const MAX_CHANNELS = 10_000;
/** Kinds of channels with one person and the bot. */
const DIRECT = 1;
/** Threads in announcement channels, public ones, and private ones. */
const THREADS: ReadonlySet<unknown> = new Set([10, 11, 12]);

/** Known channels. */
export class ChannelDirectory {
  readonly #chats = new Map<string, Chat>();

  /** Learns channels from an event: a server with its channels, or a channel that was created or changed. */
  learn(type: string, data: JsonObject): void {
    if (type === 'GUILD_CREATE') {
      for (const channel of [...toList(data['channels']), ...toList(data['threads'])]) this.add(channel);
    } else if (/^(CHANNEL|THREAD)_(CREATE|UPDATE)$/.test(type)) this.add(data);
  }

  /** Adds a channel as Discord describes it. */
  add(channel: unknown): Chat | undefined {
    const chat = readChat(channel);
    if (chat === undefined) return undefined;
    setBounded(this.#chats, chat.threadId ?? chat.chatId, chat, MAX_CHANNELS);
    return chat;
  }

  /** The chat of a channel. Asks Discord if it isn't known. */
  async find(channelId: string, ask: () => Promise<APIChannel>): Promise<Chat> {
    return this.#chats.get(channelId) ?? this.add(await ask()) ?? { chatId: channelId, kind: 'group' };
  }
}

function readChat(channel: unknown): Chat | undefined {
  if (!isJsonObject(channel)) return undefined;
  const { id, type, name, parent_id: parent } = channel;
  if (typeof id !== 'string') return undefined;
  const title = typeof name === 'string' ? { title: name } : {};
  if (type === DIRECT) return { chatId: id, kind: 'direct' };
  if (THREADS.has(type) && typeof parent === 'string') return { chatId: parent, threadId: id, kind: 'group', ...title };
  return { chatId: id, kind: 'group', ...title };
}

function toList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

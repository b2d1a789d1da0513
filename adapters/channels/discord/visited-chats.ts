// Where people have written, and their last messages. When a session with the gateway can't be resumed, because Gatehouse was stopped
// for too long, what was written there meanwhile is read over the REST API.
import { isJsonObject, type JsonObject } from '#contract/types/json-object.ts';
import type { ChannelContext } from '../define-channel.ts';
import { toChannelError } from './errors.ts';
import { isSnowflake } from './read-sender.ts';

/** Time between two writes, ms. What is read twice is handled once. */
const WRITE_MS = 1_000;
const KEY = 'visited';
const MAX_CHATS = 200;
/** Messages read after one stop, and those of one request, which is Discord's limit. */
const MAX_MESSAGES = 300;
const PAGE = 100;
/** Older messages aren't answered, ms. */
const MAX_AGE_MS = 24 * 60 * 60_000;
/** Snowflakes have the time since then in their upper bits, ms. */
const DISCORD_EPOCH_MS = 1_420_070_400_000n;
const TIME_SHIFT = 22n;

interface Visit {
  readonly last: string;
  /** The server of the channel; absent for direct chats. */
  readonly guildId?: string;
}

/** Reads messages of a channel, in any order. */
export type ReadMessages = (
  channelId: string,
  query: { readonly after: string; readonly limit: number },
) => Promise<unknown>;

/** The chats of a channel. */
export class VisitedChats {
  readonly #context: ChannelContext;
  readonly #chats = new Map<string, Visit>();
  /** Whether messages since the last stop weren't all read. */
  #isBehind = false;
  #cancelWrite: (() => void) | undefined;

  constructor(context: ChannelContext) {
    this.#context = context;
  }

  async load(): Promise<void> {
    const stored = await this.#context.records?.get(KEY).catch(() => undefined);
    if (!isJsonObject(stored) || !isJsonObject(stored['chats'])) return;
    this.#isBehind = stored['isBehind'] === true;
    for (const [id, visit] of Object.entries(stored['chats'])) {
      const { last, guildId } = isJsonObject(visit) ? visit : {};
      if (isSnowflake(id) && isSnowflake(last)) this.#set(id, { last, ...(isSnowflake(guildId) ? { guildId } : {}) });
    }
  }

  /** Notes that a message was saved. */
  note({ channel_id: channelId, id, guild_id: guildId }: JsonObject): void {
    if (!isSnowflake(channelId) || !isSnowflake(id)) return;
    const before = this.#chats.get(channelId)?.last;
    if (before !== undefined && BigInt(before) >= BigInt(id)) return;
    this.#set(channelId, { last: id, ...(isSnowflake(guildId) ? { guildId } : {}) });
    this.#writeSoon();
  }

  /** A session has started that doesn't include what came before it. Saved before the session is. */
  async setBehind(): Promise<void> {
    if (this.#chats.size === 0) return;
    this.#isBehind = true;
    await this.#write();
  }

  /** Hands over what was missed, oldest first within a chat, and each message until it was saved. */
  async catchUp(
    read: ReadMessages,
    handOver: (message: JsonObject) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    if (!this.#isBehind) return;
    const { clock, log } = this.#context;
    const oldest = toSnowflake(clock.now() - MAX_AGE_MS);
    let left = MAX_MESSAGES;
    for (const [channelId, { last, guildId }] of [...this.#chats].toReversed()) {
      let after = BigInt(last) > oldest ? last : String(oldest);
      for (let count = PAGE; count === PAGE && left > 0 && !signal.aborted;) {
        const limit = Math.min(PAGE, left);
        const messages = sortMessages(await read(channelId, { after, limit }).catch(skip));
        for (const message of messages)
          await handOver({ ...message, ...(guildId === undefined ? {} : { guild_id: guildId }) });
        count = messages.length;
        left -= count;
        after = String(messages.at(-1)?.['id'] ?? after);
      }
    }
    if (left <= 0)
      log.warn('More messages were sent while Gatehouse was stopped than it reads.', { read: MAX_MESSAGES });
    this.#isBehind = false;
    await this.#write();

    function skip(error: unknown): readonly never[] {
      // The bot can't see this chat any more.
      if (toChannelError(error, signal).code === 'rejected') return [];
      throw error;
    }
  }

  async close(): Promise<void> {
    this.#cancelWrite?.();
    await this.#write();
  }

  #set(channelId: string, visit: Visit): void {
    this.#chats.delete(channelId);
    this.#chats.set(channelId, visit);
    const [oldest = ''] = this.#chats.keys();
    if (this.#chats.size > MAX_CHATS) this.#chats.delete(oldest);
  }

  #writeSoon(): void {
    this.#cancelWrite ??= this.#context.clock.after(WRITE_MS, () => {
      this.#cancelWrite = undefined;
      void this.#write();
    });
  }

  async #write(): Promise<void> {
    const { records, log } = this.#context;
    const value = { isBehind: this.#isBehind, chats: Object.fromEntries(this.#chats) };
    await records
      ?.set(KEY, value)
      .catch((error: unknown) => log.warn("Couldn't save where people have written.", { error: String(error) }));
  }
}

function toSnowflake(timeMs: number): bigint {
  return (BigInt(timeMs) - DISCORD_EPOCH_MS) << TIME_SHIFT;
}

function sortMessages(page: unknown): readonly JsonObject[] {
  const messages = (Array.isArray(page) ? page : []).filter((one) => isJsonObject(one) && isSnowflake(one['id']));
  return messages.toSorted((a: JsonObject, b: JsonObject) =>
    BigInt(String(a['id'])) < BigInt(String(b['id'])) ? -1 : 1,
  );
}

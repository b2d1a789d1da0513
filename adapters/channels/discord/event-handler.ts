// Turns events of the gateway into channel events, and hands them over: those of a chat in order, each until it was accepted.
import type { API } from '@discordjs/core/http-only';
import type { GatewayDispatchPayload } from 'discord-api-types/v10';
import { isJsonObject, type JsonObject } from '#contract/types/json-object.ts';
import { defined } from '#contract/types/defined.ts';
import type { ChannelEvent, Chat } from '#core/ports/channel.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Log } from '#core/ports/log.ts';
import { retry } from '#core/retry.ts';
import { SerialQueue } from '#core/serial-queue.ts';
import { ChannelDirectory } from './channel-directory.ts';
import { hasCode } from './errors.ts';
import { readFields, readForm } from './form.ts';
import { readCommand, type Interactions } from './interactions.ts';
import { parseComponentId } from './press-id.ts';
import { readMessage, type BotIdentity } from './read-message.ts';
import { isSnowflake, readActor, readSender } from './read-sender.ts';

/** Events that wait. More are dropped: the disk has been full for long then. */
const MAX_WAITING = 10_000;
const RETRY = { firstDelayMs: 500, maxDelayMs: 30_000 };
/** Discord's kinds of interactions. */
const COMMAND = 2;
const COMPONENT = 3;
const FORM = 5;

/** What the handler needs. */
export interface HandlerOptions {
  readonly api: API;
  readonly interactions: Interactions;
  readonly clock: Clock;
  readonly log: Log;
  /** Of the running channel. */
  readonly signal: AbortSignal;
  readonly receive: (event: ChannelEvent) => Promise<void>;
  /** Called with each message that was saved. */
  readonly saved: (message: JsonObject) => void;
}

/** Reads an event; undefined if it isn't for the core. */
type Read = () => Promise<ChannelEvent | undefined>;

/** The handler. */
export class EventHandler {
  readonly #options: HandlerOptions;
  readonly #directory = new ChannelDirectory();
  readonly #queues = new Map<string, SerialQueue>();
  /** Sequence numbers of events that weren't accepted yet. */
  readonly #waiting = new Set<number>();
  readonly #roles = new Set<string>();
  #botId = '';
  /** Events are read after it: what was missed comes first. */
  #gate: Promise<void> = Promise.resolve();

  constructor(options: HandlerOptions) {
    this.#options = options;
  }

  /** Sets who the bot is. */
  identify(botId: string): void {
    this.#botId = botId;
  }

  /** The sequence number up to which all events were accepted. */
  accepted(latest: number): number {
    return Math.min(latest, ...[...this.#waiting].map((sequence) => sequence - 1));
  }

  /** Makes events wait until `work` has ended. */
  hold(work: Promise<void>): void {
    this.#gate = work;
  }

  /** Hands over a message that was read over the REST API. Returns when it is saved. */
  async handOverMissed(message: JsonObject): Promise<void> {
    const { author } = message;
    if (isJsonObject(author) && author['id'] === this.#botId) return;
    await this.#handOver(() => this.#readMessage(message));
    this.#options.saved(message);
  }

  /** Waits for the events that are being handed over. */
  async idle(): Promise<void> {
    await Promise.all([...this.#queues.values()].map((queue) => queue.idle()));
  }

  /** Handles an event. `sessionId` makes IDs for events that have none. */
  handle({ t, s, d }: GatewayDispatchPayload, sessionId: string): void {
    const data: unknown = d;
    if (!isJsonObject(data)) return;
    this.#directory.learn(t, data);
    switch (t) {
      case 'GUILD_CREATE':
        return this.#learnRoles(data);
      case 'MESSAGE_CREATE':
        return this.#queue(
          s,
          data,
          () => this.#readMessage(data),
          () => this.#options.saved(data),
        );
      case 'MESSAGE_REACTION_ADD':
      case 'MESSAGE_REACTION_REMOVE':
        return this.#queue(s, data, () => this.#readReaction(data, `${sessionId}:${s}`, t.endsWith('REMOVE')));
      case 'INTERACTION_CREATE':
        return this.#handleInteraction(data, s);
      default:
        return;
    }
  }

  async #readMessage(data: JsonObject): Promise<ChannelEvent | undefined> {
    const chat = await this.#findChat(data);
    return chat && readMessage(data, chat, this.#bot);
  }

  get #bot(): BotIdentity {
    return { id: this.#botId, roles: this.#roles };
  }

  #learnRoles({ roles }: JsonObject): void {
    for (const role of Array.isArray(roles) ? (roles as readonly unknown[]) : []) {
      const tags = isJsonObject(role) ? role['tags'] : undefined;
      if (isJsonObject(role) && isSnowflake(role['id']) && isJsonObject(tags) && tags['bot_id'] === this.#botId)
        this.#roles.add(role['id']);
    }
  }

  async #readReaction(data: JsonObject, id: string, isRemoved: boolean): Promise<ChannelEvent | undefined> {
    const { user_id: userId, message_id: messageId, emoji, member } = data;
    const user = isJsonObject(member) ? member['user'] : undefined;
    const sender = readSender(user ?? { id: userId }, member);
    if (userId === this.#botId || !isSnowflake(messageId) || !isJsonObject(emoji)) return undefined;
    if (sender === undefined || sender.id !== userId) return undefined;
    const { name, id: emojiId } = emoji;
    const chat = await this.#findChat(data);
    if (typeof name !== 'string' || chat === undefined) return undefined;
    const text = isSnowflake(emojiId) ? `${name}:${emojiId}` : name;
    return { kind: 'reaction', id, chat, sender, messageId, emoji: text, isRemoved };
  }

  /** Acknowledges at once, also if earlier events of the chat still wait. */
  #handleInteraction(data: JsonObject, sequence: number): void {
    const { id, token, type, data: content, message, channel_id: place } = data;
    if (!isSnowflake(id) || typeof token !== 'string' || !isSnowflake(place) || !isJsonObject(content)) return;
    const { interactions } = this.#options;
    if (type === COMMAND) {
      const acknowledged = interactions.acknowledgeCommand(id, token, place);
      return this.#queue(sequence, data, () => this.#readCommand(data, id, acknowledged));
    }
    const component = parseComponentId(content['custom_id']);
    if ((type !== COMPONENT && type !== FORM) || component === undefined) return;
    if (type === COMPONENT && component.kind === 'form') {
      const form = readForm(message, String(content['custom_id']), this.#botId);
      if (form !== undefined) void interactions.openForm(id, token, form);
      return;
    }
    const acknowledged = interactions.acknowledgePress(id, token);
    this.#queue(sequence, data, async () => {
      await acknowledged;
      return this.#readPress(data, id, component.data);
    });
  }

  async #readCommand(data: JsonObject, id: string, acknowledged: Promise<string>): Promise<ChannelEvent | undefined> {
    const messageId = await acknowledged;
    const [text, sender, chat] = [readCommand(data['data']), readActor(data), await this.#findChat(data)];
    if (text === undefined || sender === undefined || chat === undefined) return undefined;
    return { kind: 'message', id, chat, sender, messageId, text, files: [], isForBot: true };
  }

  async #readPress(data: JsonObject, id: string, pressed: string): Promise<ChannelEvent | undefined> {
    const { message, type, data: content } = data;
    const [sender, chat] = [readActor(data), await this.#findChat(data)];
    const messageId = isJsonObject(message) ? message['id'] : undefined;
    if (sender === undefined || chat === undefined || !isSnowflake(messageId)) return undefined;
    const fields = type === FORM && isJsonObject(content) ? readFields(content) : undefined;
    return { kind: 'press', id, chat, sender, messageId, data: pressed, ...defined({ fields }) };
  }

  /** Undefined if the data names no channel. */
  async #findChat(data: JsonObject): Promise<Chat | undefined> {
    const { channel_id: channelId, guild_id: guildId, channel } = data;
    if (!isSnowflake(channelId)) return undefined;
    if (isJsonObject(channel) && channel['id'] === channelId) return this.#directory.add(channel);
    if (guildId === undefined) return { chatId: channelId, kind: 'direct' };
    const { api, signal } = this.#options;
    try {
      return await this.#directory.find(channelId, () => api.channels.get(channelId, { signal }));
    } catch (error) {
      // The bot can't see it (any more), or it was deleted.
      if (hasCode(error, 10_003, 50_001)) return { chatId: channelId, kind: 'group' };
      throw error;
    }
  }

  #queue(sequence: number, data: JsonObject, read: Read, saved: () => void = () => {}): void {
    const { log, signal } = this.#options;
    const { channel_id: place, author } = data;
    if (!isSnowflake(place) || (isJsonObject(author) && author['id'] === this.#botId)) return;
    if (this.#waiting.size >= MAX_WAITING)
      return log.error("An event was dropped because too many can't be saved.", { channelId: place });
    this.#waiting.add(sequence);
    const queue = this.#queues.get(place) ?? new SerialQueue();
    this.#queues.set(place, queue);
    const ended = (): void => {
      if (!signal.aborted) this.#waiting.delete(sequence);
      if (queue.size === 0) this.#queues.delete(place);
    };
    void queue
      .run(async () => {
        await this.#gate;
        await this.#handOver(read);
        saved();
      })
      .then(ended, (error: unknown) => {
        if (!signal.aborted) log.error("An event of Discord couldn't be handled.", { error: String(error) });
        ended();
      });
  }

  /** Reads and hands over an event until that succeeds. */
  async #handOver(read: Read): Promise<void> {
    const { receive, clock, log, signal } = this.#options;
    await retry(
      async () => {
        signal.throwIfAborted();
        const event = await read();
        signal.throwIfAborted();
        if (event !== undefined) await receive(event);
      },
      {
        clock,
        signal,
        ...RETRY,
        onFailure: (error, delayMs) =>
          log.warn("An event of Discord couldn't be saved. Trying again.", { error: String(error), delayMs }),
      },
    );
  }
}

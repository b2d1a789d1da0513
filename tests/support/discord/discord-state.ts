// People, channels, and messages of the Discord server of the tests, and what people do there.
import type { Attachment, ChannelObject, MessageObject, PendingInteraction, User } from './discord-model.ts';
import { ApiError, BOT_TOKEN } from './discord-model.ts';
import type { GatewaySide } from './gateway-side.ts';

import { nextSnowflake } from './snowflakes.ts';

/** A file that a person sends. */
export interface SentFile {
  readonly name: string;
  readonly type?: string;
  readonly bytes: Uint8Array;
}

/** What a person writes. */
export interface Saying {
  readonly text?: string;
  readonly files?: readonly SentFile[];
  readonly isVoice?: boolean;
  readonly replyTo?: string;
  readonly mentionRoles?: readonly string[];
  /** A message of another channel. */
  readonly forwards?: MessageObject;
  /** Wrote it with a webhook. */
  readonly webhookId?: string;
  /** Times that the network delivers it. */
  readonly times?: number;
}

/** The state. */
export class DiscordState {
  token = BOT_TOKEN;
  allowsContent = true;
  readonly bot: User = { id: nextSnowflake(), username: 'gatehouse', global_name: null, bot: true };
  readonly applicationId = nextSnowflake();
  readonly guildId = nextSnowflake();
  /** The role that Discord makes for the bot. */
  readonly botRole = nextSnowflake();
  readonly channels = new Map<string, ChannelObject>();
  readonly messages = new Map<string, MessageObject>();
  readonly interactions = new Map<string, PendingInteraction>();
  readonly reactions: string[] = [];
  readonly pins: string[] = [];
  readonly typing: string[] = [];
  /** Language of everybody's app. */
  locale = 'de';
  commands: readonly Readonly<Record<string, unknown>>[] = [];
  readonly #files = new Map<string, { readonly type: string; readonly bytes: Uint8Array; isExpired?: boolean }>();
  #gateway: GatewaySide | undefined;
  #origin = '';

  connect(gateway: GatewaySide, origin: string): void {
    this.#gateway = gateway;
    this.#origin = origin;
  }

  guilds(): readonly unknown[] {
    const all = [...this.channels.values()].filter(({ guild_id: guild }) => guild === this.guildId);
    return [
      {
        id: this.guildId,
        name: 'Test guild',
        roles: [{ id: this.botRole, name: 'Gatehouse', tags: { bot_id: this.bot.id } }],
        channels: all.filter(({ type }) => type === 0),
        threads: all.filter(({ type }) => type === 11),
      },
    ];
  }

  person(name: string, more: Partial<User> = {}): User {
    return { id: nextSnowflake(), username: name.toLowerCase(), global_name: name, ...more };
  }

  /** A text channel of the guild; with a parent, a thread. */
  channel(name: string, parentId?: string): ChannelObject {
    const parent = parentId === undefined ? {} : { parent_id: parentId };
    return this.#addChannel({
      id: nextSnowflake(),
      type: parentId === undefined ? 0 : 11,
      name,
      guild_id: this.guildId,
      ...parent,
    });
  }

  direct(): ChannelObject {
    return this.#addChannel({ id: nextSnowflake(), type: 1 });
  }

  /** A person writes a message. */
  say(author: User, channel: ChannelObject, { text = '', files = [], times = 1, ...more }: Saying = {}): MessageObject {
    const message = this.add(channel.id, author, {
      content: text,
      attachments: files.map((file) => this.store(channel.id, file, more.isVoice === true)),
      ...(more.isVoice === true ? { flags: 8192 } : {}),
      ...(more.webhookId === undefined ? {} : { webhook_id: more.webhookId }),
      mention_roles: more.mentionRoles ?? [],
      ...this.#reference(more),
    });
    this.dispatch('MESSAGE_CREATE', message, times);
    return message;
  }

  edit(message: MessageObject, content: string): void {
    const changed = { ...message, content, edited_timestamp: new Date().toISOString() };
    this.messages.set(message.id, changed);
    this.dispatch('MESSAGE_UPDATE', changed);
  }

  react(user: User, message: MessageObject, name: string, removed = false): void {
    const { guild_id: guild } = message;
    this.dispatch(removed ? 'MESSAGE_REACTION_REMOVE' : 'MESSAGE_REACTION_ADD', {
      user_id: user.id,
      channel_id: message.channel_id,
      message_id: message.id,
      ...(guild === undefined ? {} : { guild_id: guild, ...(removed ? {} : { member: { user, nick: null } }) }),
      emoji: { id: null, name },
    });
  }

  /** A person presses a button of a message. */
  press(user: User, messageId: string, customId: string): PendingInteraction {
    const message = this.find(messageId);
    return this.#interact(user, message.channel_id, 3, { message, data: { custom_id: customId, component_type: 2 } });
  }

  /** A person sends the modal that an interaction showed. */
  submit(user: User, shown: PendingInteraction, values: Readonly<Record<string, string>>): PendingInteraction {
    // The routes have checked its shape.
    const rows = shown.modal?.['components'] as { components: { custom_id: string }[] }[];
    const components = rows.map(({ components: [input] }) => ({
      type: 1,
      components: [{ type: 4, custom_id: input?.custom_id, value: values[input?.custom_id ?? ''] ?? '' }],
    }));
    const message = shown.messageId === undefined ? {} : { message: this.find(shown.messageId) };
    return this.#interact(user, shown.channelId, 5, {
      ...message,
      data: { custom_id: shown.modal?.['custom_id'], components },
    });
  }

  /** A person uses a slash command. */
  command(user: User, channel: ChannelObject, name: string, text?: string): PendingInteraction {
    const option = text === undefined ? {} : { options: [{ name: 'text', type: 3, value: text }] };
    return this.#interact(user, channel.id, 2, { data: { id: nextSnowflake(), name, type: 1, ...option } });
  }

  /** Messages of the bot in a channel, as they are now. */
  ofBot(channelId: string): readonly MessageObject[] {
    return [...this.messages.values()].filter(
      ({ channel_id: channel, author }) => channel === channelId && author.id === this.bot.id,
    );
  }

  add(channelId: string, author: User, more: Partial<MessageObject>): MessageObject {
    const { guild_id: guild } = this.findChannel(channelId);
    const mentions = [this.bot].filter(({ id }) => more.content?.includes(`<@${id}>`) === true);
    const message: MessageObject = {
      id: nextSnowflake(),
      channel_id: channelId,
      ...(guild === undefined ? {} : { guild_id: guild }),
      author,
      content: '',
      type: 0,
      flags: 0,
      timestamp: new Date().toISOString(),
      edited_timestamp: null,
      attachments: [],
      mentions,
      mention_roles: [],
      embeds: [],
      components: [],
      ...more,
    };
    this.messages.set(message.id, message);
    return message;
  }

  find(id: string): MessageObject {
    const message = this.messages.get(id);
    if (message === undefined) throw new ApiError(404, 10_008, 'Unknown Message');
    return message;
  }

  findChannel(id: string): ChannelObject {
    const channel = this.channels.get(id);
    if (channel === undefined) throw new ApiError(404, 10_003, 'Unknown Channel');
    return channel;
  }

  /** Puts a file on the content network. */
  store(channelId: string, { name, type = 'application/octet-stream', bytes }: SentFile, isVoice = false): Attachment {
    const id = nextSnowflake();
    const path = `/attachments/${channelId}/${id}/${encodeURIComponent(name)}?ex=1&hm=${id}`;
    this.#files.set(path, { type, bytes });
    const voice = isVoice ? { duration_secs: 2.5 } : {};
    return { id, filename: name, content_type: type, size: bytes.length, url: `${this.#origin}${path}`, ...voice };
  }

  file(path: string) {
    const file = this.#files.get(path);
    return file?.isExpired === true ? undefined : file;
  }

  /** Gives the files of a message new addresses, and ends the old ones. */
  expire(message: MessageObject): void {
    const attachments = message.attachments.map((file) => {
      const old = file.url.slice(this.#origin.length);
      const stored = this.#files.get(old);
      const path = `${old}&again=1`;
      if (stored !== undefined) this.#files.set(path, { ...stored });
      if (stored !== undefined) stored.isExpired = true;
      return { ...file, url: `${this.#origin}${path}` };
    });
    this.messages.set(message.id, { ...message, attachments });
  }

  dispatch(type: string, data: unknown, times = 1): void {
    this.#gateway?.dispatch(type, data, times);
  }

  #addChannel(channel: ChannelObject): ChannelObject {
    this.channels.set(channel.id, channel);
    return channel;
  }

  #reference({ replyTo, forwards }: Saying): Partial<MessageObject> {
    if (forwards !== undefined) {
      const { content, attachments, mentions } = forwards;
      return {
        message_reference: { type: 1, message_id: forwards.id, channel_id: forwards.channel_id },
        message_snapshots: [{ message: { content, attachments, mentions, type: 0, flags: 0 } }],
      };
    }
    if (replyTo === undefined) return {};
    return {
      type: 19,
      message_reference: { message_id: replyTo },
      referenced_message: this.messages.get(replyTo) ?? null,
    };
  }

  #interact(
    user: User,
    channelId: string,
    type: number,
    more: Readonly<Record<string, unknown>> & { message?: MessageObject },
  ) {
    const channel = this.findChannel(channelId);
    const messageId = more.message?.id;
    const interaction: PendingInteraction = {
      id: nextSnowflake(),
      token: `secret-token-${nextSnowflake()}`,
      type,
      channelId,
      ...(messageId === undefined ? {} : { messageId }),
      user,
      whispers: [],
    };
    this.interactions.set(interaction.id, interaction);
    const { guild_id: guild } = channel;
    this.dispatch('INTERACTION_CREATE', {
      id: interaction.id,
      application_id: this.applicationId,
      type,
      token: interaction.token,
      version: 1,
      channel_id: channelId,
      channel,
      locale: this.locale,
      ...(guild === undefined ? { user } : { guild_id: guild, member: { user, nick: null, roles: [] } }),
      ...more,
    });
    return interaction;
  }
}

// What the Slack server of the tests knows: people, channels, messages, and files, as in Slack's documentation.

/** Tokens that it accepts. */
export const BOT_TOKEN = 'xoxb-1234567890-use-for-tests-only';
/** For socket mode. */
export const APP_TOKEN = 'xapp-1-A0APP-use-for-tests-only';
/** The workspace and the bot. */
export const TEAM = 'T0TEAM';
export const BOT_USER = 'U0BOT';
const BOT_ID = 'B0BOT';

/** A person. */
export interface SlackUser {
  readonly id: string;
  readonly name: string;
  /** Workspace; default: that of the bot. */
  readonly team?: string;
  readonly locale?: string;
}

/** A message as it is now. */
export interface SlackMessage {
  readonly ts: string;
  readonly channel: string;
  readonly thread_ts?: string;
  readonly user: string;
  readonly bot_id?: string;
  text: string;
  blocks: readonly SlackBlock[];
  readonly files: readonly SlackFile[];
  isDeleted: boolean;
}

/** A block of a message. */
export interface SlackBlock {
  readonly type: string;
  readonly elements?: readonly Readonly<Record<string, unknown>>[];
}

/** A file. */
export interface SlackFile {
  readonly id: string;
  readonly name: string;
  readonly mimetype: string;
  readonly size: number;
  readonly bytes: Uint8Array;
  readonly url_private_download: string;
  readonly subtype?: string;
}

/** What a person sends. */
export interface Saying {
  readonly text?: string;
  readonly thread?: string;
  readonly file?: {
    readonly name: string;
    readonly type: string;
    readonly bytes: Uint8Array;
    readonly isVoice?: boolean;
  };
}

/** The workspace. */
export class SlackState {
  readonly messages: SlackMessage[] = [];
  readonly users = new Map<string, SlackUser>();
  /** IDs of channels and direct chats. */
  readonly channels = new Set<string>();
  readonly files = new Map<string, SlackFile>();
  readonly reactions: string[] = [];
  readonly pins: string[] = [];
  /** Messages that only one person sees. */
  readonly whispers: { readonly channel: string; readonly user: string; readonly text: string }[] = [];
  readonly views: Readonly<Record<string, unknown>>[] = [];
  /** Hands events to the socket. */
  deliver: (type: string, payload: Readonly<Record<string, unknown>>) => void = () => {};
  origin = '';
  /** Whether the app may read files. Without that, Slack sends a page for signing in. */
  allowsFiles = true;
  #count = 0;
  #last = 0;

  person(name: string, more: Partial<SlackUser> = {}): SlackUser {
    const user = { id: `U${this.#next()}`, name, ...more };
    this.users.set(user.id, user);
    return user;
  }

  /** A channel, or with a person their direct chat with the bot. */
  channel(prefix: 'C' | 'D' = 'C'): string {
    const id = `${prefix}${this.#next()}`;
    this.channels.add(id);
    return id;
  }

  /** A person writes. Returns the message, and what the event contains. */
  say(user: SlackUser, channel: string, { text = '', thread, file }: Saying = {}): Readonly<Record<string, unknown>> {
    const files = file === undefined ? [] : [this.store(file.name, file.type, file.bytes, file.isVoice)];
    const message = this.add(channel, user.id, { text, ...(thread === undefined ? {} : { thread_ts: thread }), files });
    const parent = this.messages.find(({ ts }) => ts === thread);
    const event = {
      type: 'message',
      channel,
      channel_type: channel.startsWith('D') ? 'im' : 'channel',
      user: user.id,
      user_team: user.team ?? TEAM,
      text,
      ts: message.ts,
      ...(thread === undefined ? {} : { thread_ts: thread, parent_user_id: parent?.user }),
      ...(files.length === 0
        ? {}
        : { subtype: 'file_share', files: files.map(({ bytes: _content, ...facts }) => facts) }),
    };
    this.event(event);
    return event;
  }

  /** Something happens in the workspace. */
  event(event: Readonly<Record<string, unknown>>): void {
    this.deliver('events_api', { type: 'event_callback', team_id: TEAM, event_id: `Ev${this.#next()}`, event });
  }

  /** A person presses a button. */
  press(user: SlackUser, message: SlackMessage, value: string): void {
    const action = message.blocks
      .flatMap(({ elements = [] }) => elements)
      .find((element) => element['value'] === value);
    this.deliver('interactive', {
      type: 'block_actions',
      team: { id: TEAM },
      user: { id: user.id, team_id: user.team ?? TEAM },
      channel: { id: message.channel },
      container: { type: 'message', message_ts: message.ts },
      message: { ts: message.ts, thread_ts: message.thread_ts, user: message.user, bot_id: message.bot_id },
      trigger_id: `trigger.${this.#next()}`,
      actions: [{ action_id: action?.['action_id'] ?? 'g:0:0', value, action_ts: this.#time(), type: 'button' }],
    });
  }

  /** A person sends the modal that was opened last. */
  submit(user: SlackUser, values: Readonly<Record<string, string>>): void {
    const view = this.views.at(-1) ?? {};
    const state = Object.fromEntries(
      Object.entries(values).map(([label, value], at) => [`f${at}`, { [label]: { type: 'plain_text_input', value } }]),
    );
    const sent = { ...view, id: `V${this.#next()}`, state: { values: state } };
    this.deliver('interactive', {
      type: 'view_submission',
      team: { id: TEAM },
      user: { id: user.id, team_id: TEAM },
      view: sent,
    });
  }

  /** A person uses the slash command. */
  command(user: SlackUser, channel: string, text: string): void {
    const [trigger, team] = [`trigger.${this.#next()}`, user.team ?? TEAM];
    this.deliver('slash_commands', {
      command: '/gatehouse',
      text,
      user_id: user.id,
      team_id: team,
      channel_id: channel,
      trigger_id: trigger,
    });
  }

  /** Messages of the bot in a channel that weren't deleted. */
  ofBot(channel: string): readonly SlackMessage[] {
    return this.messages.filter((one) => one.channel === channel && one.user === BOT_USER && !one.isDeleted);
  }

  add(channel: string, user: string, more: Partial<SlackMessage>): SlackMessage {
    const message: SlackMessage = {
      ts: this.#time(),
      channel,
      user,
      ...(user === BOT_USER ? { bot_id: BOT_ID } : {}),
      text: '',
      blocks: [],
      files: [],
      isDeleted: false,
      ...more,
    };
    this.messages.push(message);
    return message;
  }

  find(channel: unknown, ts: unknown): SlackMessage | undefined {
    return this.messages.find((one) => one.channel === channel && one.ts === ts && !one.isDeleted);
  }

  store(name: string, mimetype: string, bytes: Uint8Array, isVoice = false): SlackFile {
    const id = `F${this.#next()}`;
    const url = `${this.origin}/files-pri/${id}/${encodeURIComponent(name)}`;
    const file = { id, name, mimetype, size: bytes.length, bytes, url_private_download: url };
    const stored = isVoice ? { ...file, subtype: 'slack_audio' } : file;
    this.files.set(id, stored);
    return stored;
  }

  #next(): string {
    this.#count += 1;
    return `0${this.#count.toString(36).toUpperCase()}`;
  }

  /** A time of Slack, which is larger each time. */
  #time(): string {
    this.#last = Math.max(this.#last + 1, Date.now() * 1_000);
    return `${Math.floor(this.#last / 1_000_000)}.${String(this.#last % 1_000_000).padStart(6, '0')}`;
  }
}

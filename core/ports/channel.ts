// The channel port: a chat network through which people reach agents.
// A channel only transports messages. Core decides who may talk, which agent answers, and when something is sent.

/** A conversation on a network. */
export interface ChatAddress {
  /** The network's immutable ID of the chat. */
  readonly chatId: string;
  /** A topic or thread in it. */
  readonly threadId?: string;
}

/** The conversation that something came from. */
export interface Chat extends ChatAddress {
  /** `direct`: only this person and the bot. */
  readonly kind: 'direct' | 'group';
  /** For display only: anyone can choose it. */
  readonly title?: string;
}

/** Who sent something. */
export interface ChannelSender {
  /** The network's immutable ID, which allowlists and links contain. Never a name. */
  readonly id: string;
  /** For display only: anyone can choose it. */
  readonly name?: string;
  /** BCP 47 tag that the network reports. */
  readonly language?: string;
}

/** A file that a message came with. Nothing is downloaded before {@link Channel.download}. */
export interface ChannelFile {
  /** What {@link Channel.download} needs; can be stored. */
  readonly ref: string;
  readonly name: string;
  /** As declared by the sender. */
  readonly mimeType: string;
  /** Absent if the network doesn't say. */
  readonly bytes?: number;
  /** A recording made in the chat. */
  readonly isVoice?: true;
}

interface FromPerson {
  /** Unique within the channel; an update that the network delivers again has the same ID. */
  readonly id: string;
  readonly chat: Chat;
  readonly sender: ChannelSender;
}

/** A message from a person. */
export interface ChannelMessage extends FromPerson {
  readonly kind: 'message';
  /** The network's ID of the message, for reactions, replies, and deletion. */
  readonly messageId: string;
  /** Plain text, or Markdown if the network has formatting. A mention of the bot is removed. */
  readonly text: string;
  readonly files: readonly ChannelFile[];
  /** Whether it is meant for the bot: in a direct chat always, in a group if it mentions the bot or replies to it. */
  readonly isForBot: boolean;
  /** Text of the message it replies to. */
  readonly quoted?: string;
  /** It was written by somebody else, and forwarded. */
  readonly isForwarded?: true;
}

/** A person pressed a button. */
export interface ChannelPress extends FromPerson {
  readonly kind: 'press';
  /** The message with the button. */
  readonly messageId: string;
  /** {@link ChannelButton.data} of the button. */
  readonly data: string;
  /** What a modal of the network was filled in with, by field. */
  readonly fields?: Readonly<Record<string, string>>;
}

/** A person added or removed a reaction. */
export interface ChannelReaction extends FromPerson {
  readonly kind: 'reaction';
  readonly messageId: string;
  readonly emoji: string;
  readonly isRemoved: boolean;
}

/** Something that a person did. */
export type ChannelEvent = ChannelMessage | ChannelPress | ChannelReaction;

/** A button below a message. */
export interface ChannelButton {
  readonly label: string;
  /** At most 60 bytes of ASCII, which is what every network accepts. */
  readonly data: string;
  readonly style?: 'primary' | 'danger';
}

/** A file to send. */
export interface OutgoingFile {
  readonly name: string;
  readonly mimeType: string;
  readonly bytes: Uint8Array;
}

/** What a message shows. */
export interface OutgoingContent {
  /** CommonMark with tables. The channel converts it. Must fit one message: see {@link Channel.split}. */
  readonly markdown: string;
  /** Rows of buttons. When a message is edited without them, its buttons are removed. */
  readonly buttons?: readonly (readonly ChannelButton[])[];
}

/** A message to send. */
export interface OutgoingMessage extends OutgoingContent {
  readonly to: ChatAddress;
  /** The same when a send is repeated. Networks that support idempotency keys get it, or a value derived from it. */
  readonly key: string;
  readonly files?: readonly OutgoingFile[];
  /** ID of the message that it replies to. */
  readonly replyTo?: string;
  /** Send it without a sound where the network can. */
  readonly isSilent?: true;
}

/** A change in a chat other than a message. What a network lacks (see {@link ChannelCapabilities}) is rejected as `unsupported`. */
export type ChannelAction =
  /** Shows that the bot is working, for a few seconds. */
  | { readonly kind: 'typing'; readonly to: ChatAddress }
  | {
      readonly kind: 'react';
      readonly to: ChatAddress;
      readonly messageId: string;
      readonly emoji: string;
      readonly remove?: true;
    }
  | { readonly kind: 'delete'; readonly to: ChatAddress; readonly messageId: string }
  | { readonly kind: 'pin'; readonly to: ChatAddress; readonly messageId: string; readonly remove?: true }
  /** Opens a thread at a message; the result is the ID of the thread. */
  | { readonly kind: 'thread'; readonly to: ChatAddress; readonly messageId: string; readonly title: string }
  /** Tells the network, and with a text the person, that a press was handled. */
  | { readonly kind: 'answer-press'; readonly pressId: string; readonly text?: string }
  /** Anything else that only this network has, such as a modal; documented by the member. */
  | {
      readonly kind: 'native';
      readonly name: string;
      readonly to: ChatAddress;
      readonly input: Readonly<Record<string, unknown>>;
    };

/** What a network can do, and its limits. */
export interface ChannelCapabilities {
  readonly edit: boolean;
  readonly delete: boolean;
  readonly react: boolean;
  readonly pin: boolean;
  readonly buttons: boolean;
  readonly threads: boolean;
  readonly typing: boolean;
  /** Whether a repeated send with the same key is recognized by the network. */
  readonly keys: boolean;
  /** A menu of commands in the app of the network. */
  readonly commandMenu: boolean;
  /** Largest file that can be sent, bytes. */
  readonly maxUploadBytes: number;
  /** Largest file that can be received, bytes. */
  readonly maxDownloadBytes: number;
  /** Shortest time between two edits in a chat that stays within the network's limits, ms. */
  readonly editIntervalMs: number;
}

/** A command in the network's menu. */
export interface ChannelCommand {
  /** Lower-case letters, digits, and `_`. */
  readonly name: string;
  readonly description: string;
}

/** The connection to the network. */
export interface ChannelStatus {
  readonly connected: boolean;
  /** Why it isn't connected, or what is wrong, as a sentence. */
  readonly error?: string;
  /** The bot's own account, such as `@gatehouse_bot`. */
  readonly account?: string;
  /** Where people find the bot, such as `https://t.me/gatehouse_bot`. */
  readonly link?: string;
}

/** Why a call failed. The message says what to do. */
export class ChannelError extends Error {
  readonly code:
    | 'rate-limited' // try again after `retryAfterMs`
    | 'unavailable' // no connection, or the network has an error: try again
    | 'rejected' // the chat doesn't exist, the person blocked the bot, …: never try again
    | 'unauthorized' // the token is wrong or was revoked
    | 'too-large'
    | 'unsupported'
    | 'aborted';
  readonly retryAfterMs: number | undefined;
  constructor(code: ChannelError['code'], message: string, retryAfterMs?: number, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ChannelError';
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}

/** A request to the address of a channel's webhook. */
export interface WebhookRequest {
  readonly method: string;
  /** The first value of each name. */
  readonly query: Readonly<Record<string, string | undefined>>;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
}

/** The response to it. */
export interface WebhookAnswer {
  readonly status: number;
  /** Plain text, or JSON with `contentType`. */
  readonly body?: string;
  readonly contentType?: string;
}

/** A chat that a channel itself binds to an agent. Whoever is in it is answered as a guest. */
export interface OpenChat {
  readonly chat: string;
  readonly agent: string;
}

/** A connection to a chat network. Calls that fail throw a {@link ChannelError}. */
export interface Channel {
  readonly capabilities: ChannelCapabilities;
  /**
   * Connects and starts receiving; returns without waiting for the connection, and reconnects automatically. An event is acknowledged
   * to the network only after `receive` has resolved, because it is on disk then. If it rejects, the event must be received again.
   * Events of a chat are handed over one after another, in order.
   */
  start(receive: (event: ChannelEvent) => Promise<void>): void;
  /** Disconnects. `receive` isn't called afterwards. A stopped channel can be started again. */
  stop(): Promise<void>;
  status(): ChannelStatus;
  /** Parts that fit one message each, in Markdown that is valid on its own: code blocks and tables are closed and opened again. */
  split(markdown: string): readonly string[];
  /** Sends a message, and returns its ID. */
  send(message: OutgoingMessage, signal: AbortSignal): Promise<string>;
  /** Replaces a message. Replacing it with the same content is no error. */
  edit(to: ChatAddress, messageId: string, content: OutgoingContent, signal: AbortSignal): Promise<void>;
  /** Does something else. Only `thread` and `native` have results. */
  act(action: ChannelAction, signal: AbortSignal): Promise<string | undefined>;
  /** Downloads a file of a message. @throws {ChannelError} `too-large` above `maxBytes` */
  download(ref: string, maxBytes: number, signal: AbortSignal): Promise<Uint8Array>;
  /** Sets the menu of commands. Without {@link ChannelCapabilities.commandMenu} it does nothing. */
  setCommands(commands: readonly ChannelCommand[], signal: AbortSignal): Promise<void>;
  /** Chats that people can use without being linked, because the channel has checked that they may. Absent: there are none. */
  openChats?(): readonly OpenChat[];
  /** Handles a request to the channel's webhook. It must check the signature before anything else. Absent: it has none. */
  webhook?(request: WebhookRequest): Promise<WebhookAnswer>;
}

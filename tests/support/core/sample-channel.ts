// A channel in memory, for tests: what people do comes from the test, and what was sent is kept.
import {
  ChannelError,
  type Channel,
  type ChannelAction,
  type ChannelCapabilities,
  type ChannelCommand,
  type ChannelEvent,
  type ChannelMessage,
  type ChannelStatus,
  type ChatAddress,
  type OutgoingContent,
  type OutgoingMessage,
} from '#core/ports/channel.ts';

/** A message that was sent, as it is now. */
export interface SampleReply {
  readonly chatId: string;
  readonly text: string;
  readonly key: string;
}

/** A message in short: of a direct chat, for the bot. */
export interface ShortMessage extends Partial<Omit<ChannelMessage, 'kind' | 'chat'>> {
  readonly id: string;
  readonly chatId: string;
  readonly senderId: string;
  readonly text: string;
}

const LIMIT = 4_000;

const CAPABILITIES: ChannelCapabilities = {
  edit: false,
  delete: true,
  react: true,
  pin: true,
  buttons: true,
  threads: true,
  typing: true,
  keys: true,
  commandMenu: true,
  maxUploadBytes: 1_000_000,
  maxDownloadBytes: 1_000_000,
  editIntervalMs: 1_000,
};

/** A network with one chat client: the test. */
export class SampleChannel implements Channel {
  readonly sent: SampleReply[] = [];
  /** Everything that was sent, with buttons and files. */
  readonly messages: OutgoingMessage[] = [];
  readonly edits: (OutgoingContent & { readonly messageId: string })[] = [];
  readonly actions: ChannelAction[] = [];
  commands: readonly ChannelCommand[] = [];
  /** Contents of files by reference. */
  readonly files = new Map<string, Uint8Array>();
  /** How many of the next sends fail. */
  failures = 0;
  /** The error of the next send. */
  fault: ChannelError | undefined;
  capabilities = CAPABILITIES;
  #receive: ((event: ChannelEvent) => Promise<void>) | undefined;

  start(receive: (event: ChannelEvent) => Promise<void>): void {
    this.#receive = receive;
  }

  async stop(): Promise<void> {
    this.#receive = undefined;
  }

  split(markdown: string): readonly string[] {
    const parts = [];
    for (let at = 0; at < markdown.length; at += LIMIT) parts.push(markdown.slice(at, at + LIMIT));
    return parts.length === 0 ? [''] : parts;
  }

  async send(message: OutgoingMessage): Promise<string> {
    this.#require();
    if (this.failures > 0) {
      this.failures -= 1;
      throw new ChannelError('unavailable', 'The network is down.');
    }
    const { fault } = this;
    this.fault = undefined;
    if (fault !== undefined) throw fault;
    const { to, markdown, key } = message;
    if (to.chatId === '999999999') throw new ChannelError('rejected', 'There is no such chat.');
    this.sent.push({ chatId: to.chatId, text: markdown, key });
    this.messages.push(message);
    return `sent-${this.messages.length}`;
  }

  async edit(to: ChatAddress, messageId: string, content: OutgoingContent): Promise<void> {
    this.#require();
    if (!this.capabilities.edit) throw new ChannelError('unsupported', 'Messages of this network can not be edited.');
    this.edits.push({ ...content, messageId });
    const index = Number(messageId.slice('sent-'.length)) - 1;
    const before = this.sent[index];
    if (before !== undefined) this.sent[index] = { ...before, chatId: to.chatId, text: content.markdown };
  }

  async act(action: ChannelAction): Promise<string | undefined> {
    this.#require();
    this.actions.push(action);
    return action.kind === 'thread' ? 'thread-1' : undefined;
  }

  async download(ref: string, maxBytes: number): Promise<Uint8Array> {
    const bytes = this.files.get(ref);
    if (bytes === undefined) throw new ChannelError('rejected', 'There is no such file.');
    if (bytes.length > maxBytes) throw new ChannelError('too-large', `The file is larger than ${maxBytes} bytes.`);
    return bytes;
  }

  async setCommands(commands: readonly ChannelCommand[]): Promise<void> {
    this.commands = commands;
  }

  status(): ChannelStatus {
    return { connected: this.#receive !== undefined };
  }

  /** A person writes; false when the channel isn't connected. */
  async deliver({ id, chatId, senderId, text, ...rest }: ShortMessage): Promise<boolean> {
    return this.emit({
      kind: 'message',
      id,
      chat: { chatId, kind: 'direct' },
      sender: { id: senderId },
      messageId: id,
      text,
      files: [],
      isForBot: true,
      ...rest,
    });
  }

  /** A person does something; false when the channel isn't connected. */
  async emit(event: ChannelEvent): Promise<boolean> {
    await this.#receive?.(event);
    return this.#receive !== undefined;
  }

  #require(): void {
    if (this.#receive === undefined) throw new ChannelError('unavailable', 'The channel is not connected.');
  }
}

// The channel of web chat. Its network is the gateway itself: visitors' pages read and write here through the gateway's HTTP routes.
import { randomUUID } from 'node:crypto';
import { removeHidden } from '#contract/types/hidden-characters.ts';
import {
  WEB_CHAT_LIMITS,
  type WebChatFile,
  type WebChatLink,
  type WebChatMessage,
  type WebChatUpdate,
} from '#contract/types/web-chat.ts';
import {
  ChannelError,
  type ChannelAction,
  type ChannelCapabilities,
  type ChannelEvent,
  type ChannelStatus,
  type ChatAddress,
  type OpenChat,
  type OutgoingContent,
  type OutgoingMessage,
} from '#core/ports/channel.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Log } from '#core/ports/log.ts';
import type { SettingsStore } from '#core/ports/settings-store.ts';
import type { NewWebChatLink, Visitor, VisitorMessage, WebChat } from '#core/ports/web-chat.ts';
import { writeMarkdown } from '../markdown/parse-markdown.ts';
import { splitMarkdown } from '../markdown/split-markdown.ts';
import { Chats } from './chats.ts';
import { Links } from './links.ts';
import { MessageLimits } from './message-limits.ts';
import { toNodes } from './to-nodes.ts';

/** Longest message of an agent, characters of Markdown. */
const MAX_TEXT = 16_000;
const MAX_NAME = 200;
const CAPABILITIES: ChannelCapabilities = {
  edit: true,
  delete: true,
  react: true,
  pin: false,
  buttons: true,
  threads: false,
  typing: true,
  keys: true,
  commandMenu: false,
  maxUploadBytes: WEB_CHAT_LIMITS.fileBytes,
  maxDownloadBytes: WEB_CHAT_LIMITS.fileBytes,
  editIntervalMs: 300,
};

type Receive = (event: ChannelEvent) => Promise<void>;

/** The member's channel. */
export class WebChatChannel implements WebChat {
  readonly capabilities = CAPABILITIES;
  readonly #links: Links;
  readonly #chats: Chats;
  readonly #limits: MessageLimits;
  readonly #clock: Clock;
  readonly #log: Log;
  #receive: Receive | undefined;
  #isLoaded = false;
  #loading: Promise<void> = Promise.resolve();
  #error: string | undefined;

  constructor({ records, clock, log }: { readonly records: SettingsStore; readonly clock: Clock; readonly log: Log }) {
    this.#links = new Links(records, clock);
    this.#chats = new Chats(records, clock);
    this.#limits = new MessageLimits(clock);
    this.#clock = clock;
    this.#log = log;
  }

  start(receive: Receive): void {
    this.#receive = receive;
    this.#loading = this.#load().catch((error: unknown) => {
      this.#error = "The links couldn't be read from the database. See the log.";
      this.#log.error("Couldn't read web chat links.", { error: String(error) });
    });
  }

  async stop(): Promise<void> {
    this.#receive = undefined;
    this.#isLoaded = false;
    await this.#chats.release();
  }

  status(): ChannelStatus {
    return { connected: this.#isLoaded, ...(this.#error === undefined ? {} : { error: this.#error }) };
  }

  openChats(): readonly OpenChat[] {
    return this.#links.visitors().flatMap((visitor) => {
      const link = this.#links.isActive(visitor.linkId) ? this.#links.get(visitor.linkId) : undefined;
      return link === undefined ? [] : [{ chat: toChatId(visitor), agent: link.agentId }];
    });
  }

  split(markdown: string): readonly string[] {
    return splitMarkdown(markdown, MAX_TEXT, ({ children }) => writeMarkdown(children).length);
  }

  /** A message has its key as its ID, so a repeated send replaces it. */
  async send(message: OutgoingMessage, signal: AbortSignal): Promise<string> {
    this.#require(signal);
    const visitor = this.#find(message.to);
    const { markdown, files = [], key } = message;
    if (markdown.length > MAX_TEXT) throw new ChannelError('too-large', 'The text is too long. Split it.');
    if (markdown.trim() === '' && files.length === 0) throw new ChannelError('rejected', 'The message is empty.');
    const known = await this.#chats.get(visitor.id, key);
    const stored = known?.files ?? (await Promise.all(files.map((file) => this.#store(visitor, file))));
    await this.#chats.put(visitor.id, { ...this.#toMessage(key, message), files: stored });
    return key;
  }

  async edit(to: ChatAddress, messageId: string, content: OutgoingContent, signal: AbortSignal): Promise<void> {
    this.#require(signal);
    const visitor = this.#find(to);
    const before = await this.#chats.get(visitor.id, messageId);
    if (before === undefined || before.isDeleted)
      throw new ChannelError('rejected', 'The message does not exist anymore.');
    const { atMs, files } = before;
    await this.#chats.put(visitor.id, { ...this.#toMessage(messageId, content), atMs, files });
  }

  async act(action: ChannelAction, signal: AbortSignal): Promise<undefined> {
    this.#require(signal);
    if (action.kind === 'answer-press') return;
    const visitor = this.#find(action.to);
    if (action.kind === 'typing') return this.#chats.showTyping(visitor.id).then(() => undefined);
    if (action.kind !== 'react' && action.kind !== 'delete')
      throw new ChannelError('unsupported', `Web chat doesn't support this action (${action.kind}).`);
    const message = await this.#chats.get(visitor.id, action.messageId);
    if (message === undefined) throw new ChannelError('rejected', 'The message does not exist anymore.');
    const { reaction: _reaction, ...rest } = message;
    const changed: WebChatMessage =
      action.kind === 'delete'
        ? { ...rest, content: [], buttons: [], files: [], isDeleted: true }
        : action.remove === true
          ? rest
          : { ...rest, reaction: action.emoji };
    await this.#chats.put(visitor.id, changed);
  }

  async download(ref: string, maxBytes: number): Promise<Uint8Array> {
    const [visitorId = '', id = ''] = ref.split('/');
    const file = await this.#chats.file(visitorId, id);
    if (file === undefined) throw new ChannelError('rejected', 'The file does not exist anymore.');
    const bytes = new Uint8Array(Buffer.from(file.base64, 'base64'));
    if (bytes.length > maxBytes) throw new ChannelError('too-large', `The file is larger than ${maxBytes} bytes.`);
    return bytes;
  }

  async setCommands(): Promise<void> {
    // Pages have no menu: visitors are guests, who have no commands.
  }

  links(): readonly WebChatLink[] {
    return this.#links.list();
  }

  async createLink(request: NewWebChatLink) {
    await this.#loading;
    return this.#links.create(request);
  }

  async revokeLink(id: string): Promise<WebChatLink | undefined> {
    await this.#loading;
    const link = await this.#links.revoke(id);
    for (const visitor of this.#links.visitors(id)) await this.#remove(visitor);
    return link;
  }

  findLink(token: string): WebChatLink | undefined {
    return this.#isLoaded ? this.#links.find(token) : undefined;
  }

  addVisitor(linkId: string): Promise<string> {
    return this.#links.addVisitor(linkId);
  }

  findVisitor(linkId: string, key: string): Visitor | undefined {
    return this.#links.findVisitor(linkId, key);
  }

  async read(visitor: Visitor, cursor: string | undefined, signal: AbortSignal): Promise<WebChatUpdate> {
    const title = this.#links.get(visitor.linkId)?.title ?? '';
    return { title, ...(await this.#chats.read(visitor.id, cursor, signal)) };
  }

  async say(visitor: Visitor, { id, text, file }: VisitorMessage): Promise<void> {
    const receive = this.#require();
    const messageId = `visitor-${id}`;
    // The page sends it again if it didn't get the answer. Receiving it twice has no effect.
    const known = await this.#chats.get(visitor.id, messageId);
    if (known === undefined) this.#limits.count(visitor);
    if (text.length > WEB_CHAT_LIMITS.messageCharacters)
      throw new ChannelError('too-large', `A message has at most ${WEB_CHAT_LIMITS.messageCharacters} characters.`);
    const files = known?.files ?? (file === undefined ? [] : [await this.#store(visitor, file)]);
    if (known === undefined) {
      // Before the agent answers it.
      const content = text.trim() === '' ? [] : [{ tag: 'p' as const, children: [text] }];
      const atMs = this.#clock.now();
      await this.#chats.put(visitor.id, { id: messageId, from: 'visitor', atMs, content, buttons: [], files });
    }
    await receive({
      kind: 'message',
      ...this.#base(visitor, id),
      messageId,
      text,
      files: files.map(({ id: fileId, name, bytes }) => ({
        ref: `${visitor.id}/${fileId}`,
        name,
        mimeType: file?.mimeType ?? 'application/octet-stream',
        bytes,
      })),
      isForBot: true,
    });
    await this.#links.noteMessage(visitor);
  }

  async press(visitor: Visitor, messageId: string, data: string): Promise<void> {
    const receive = this.#require();
    const message = await this.#chats.get(visitor.id, messageId);
    if (message?.buttons.flat().some((button) => button.data === data) !== true)
      throw new ChannelError('rejected', 'This button does not exist anymore.');
    this.#limits.count(visitor);
    await receive({ kind: 'press', ...this.#base(visitor, randomUUID()), messageId, data });
  }

  async file(visitor: Visitor, id: string) {
    const file = await this.#chats.file(visitor.id, id);
    return file && { name: file.name, bytes: new Uint8Array(Buffer.from(file.base64, 'base64')) };
  }

  async #load(): Promise<void> {
    for (const visitor of await this.#links.load()) await this.#remove(visitor);
    this.#isLoaded = this.#receive !== undefined;
  }

  async #remove(visitor: Visitor): Promise<void> {
    await this.#links.removeVisitor(visitor);
    await this.#chats.remove(visitor.id);
  }

  #require(signal?: AbortSignal): Receive {
    if (signal?.aborted === true) throw new ChannelError('aborted', 'The request was canceled.');
    if (this.#receive === undefined) throw new ChannelError('unavailable', 'Web chat is turned off.');
    return this.#receive;
  }

  #find({ chatId }: ChatAddress): Visitor {
    const [linkId = '', id = ''] = chatId.split('.');
    if (!this.#links.hasVisitor({ id, linkId }))
      throw new ChannelError('rejected', "The visitor's link was revoked or has expired.");
    return { id, linkId };
  }

  async #store(
    visitor: Visitor,
    { name, mimeType, bytes }: { readonly name: string; readonly mimeType: string; readonly bytes: Uint8Array },
  ): Promise<WebChatFile> {
    if (bytes.length > WEB_CHAT_LIMITS.fileBytes)
      throw new ChannelError('too-large', `${name} is larger than ${WEB_CHAT_LIMITS.fileBytes / 1_000_000} MB.`);
    const shown = removeHidden(name).split(/[/\\]/).at(-1)?.slice(0, MAX_NAME) || 'file';
    const base64 = Buffer.from(bytes).toString('base64');
    const id = await this.#chats.addFile(visitor.id, { name: shown, mimeType, base64 });
    return { id, name: shown, bytes: bytes.length };
  }

  #toMessage(id: string, { markdown, buttons = [] }: OutgoingContent): WebChatMessage {
    return { id, from: 'agent', atMs: this.#clock.now(), content: toNodes(markdown), buttons, files: [] };
  }

  #base(visitor: Visitor, id: string) {
    const name = `Visitor ${visitor.id.slice(0, 4)}`;
    const title = `${this.#links.get(visitor.linkId)?.title ?? 'Web chat'}: ${name}`;
    return {
      id: `${visitor.id}-${id}`,
      chat: { chatId: toChatId(visitor), kind: 'direct' as const, title },
      sender: { id: visitor.id, name },
    };
  }
}

function toChatId({ linkId, id }: Visitor): string {
  return `${linkId}.${id}`;
}

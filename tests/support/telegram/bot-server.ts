// A local server that speaks the Bot API of Telegram: polling, messages, files, buttons, reactions, and the menu of commands.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Message, Update } from 'grammy/types';
import { readHtml } from './html-text.ts';

/** The token that it accepts. */
export const BOT_TOKEN = '1234567890:AAE-token-of-the-telegram-tests';
/** The bot. */
export const BOT = { id: 1_234_567_890, is_bot: true, first_name: 'Gatehouse', username: 'gatehouse_bot' } as const;

/** How the next call of a method fails. `silent`: there is no answer. */
export type BotFault =
  | { readonly status: number; readonly description: string; readonly retryAfter?: number }
  | 'silent'
  | 'disconnect';

/** A message of the bot as it is now. */
export interface BotMessage {
  readonly id: number;
  readonly chatId: string;
  /** Without formatting. */
  text: string;
  html: string;
  buttons: readonly (readonly { readonly text: string; readonly callback_data: string }[])[];
  readonly threadId?: string;
  readonly replyTo?: number;
  readonly file?: { readonly name: string; readonly bytes: Uint8Array };
  reactions: readonly string[];
  isPinned: boolean;
  isDeleted: boolean;
}

type Params = Readonly<Record<string, unknown>>;

const MB = 1024 * 1024;
const MAX_UPLOAD = 50 * MB;
const MAX_DOWNLOAD = 20 * MB;
const MAX_CAPTION = 1_024;
const MAX_DATA = 64;
/** A chat that nobody has. */
const UNKNOWN_CHAT = '999999999';

class Rejection extends Error {
  readonly status: number;
  readonly retryAfter: number | undefined;
  constructor(status: number, description: string, retryAfter?: number) {
    super(description);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

/** The server. */
export class BotServer {
  readonly messages: BotMessage[] = [];
  readonly actions: { readonly chatId: string; readonly action: string }[] = [];
  readonly answers: { readonly id: string; readonly text?: string }[] = [];
  commands: unknown;
  webhook: { readonly url: string; readonly secret_token?: string } | undefined;
  /** Names of the called methods, in order. */
  readonly calls: string[] = [];
  /** People who blocked the bot. */
  readonly blocked = new Set<string>();
  readonly #updates: Update[] = [];
  readonly #files = new Map<string, Uint8Array>();
  readonly #faults: { readonly method: string; readonly fault: BotFault }[] = [];
  readonly #server: Server;
  #polls = 0;
  #waiting: (() => void) | undefined;
  #ids = 100;
  #updateIds = 5_000;
  #isClosed = false;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async open(): Promise<BotServer> {
    const server = createServer();
    const bot = new BotServer(server);
    server.on('request', (request, response) => void bot.#handle(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return bot;
  }

  get address(): string {
    // It listens on a port.
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#waiting?.();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** The next call of a method fails. `*`: any but polling. */
  fail(method: string, fault: BotFault): void {
    this.#faults.push({ method, fault });
  }

  nextId(): number {
    return (this.#ids += 1);
  }

  /** Stores a file that a person sent. */
  addFile(bytes: Uint8Array): string {
    const id = `file-${this.nextId()}`;
    this.#files.set(id, bytes);
    return id;
  }

  /** Something happens. `again`: it was delivered before. */
  push(update: Omit<Update, 'update_id'>, updateId = (this.#updateIds += 1)): Update {
    const full = { ...update, update_id: updateId };
    this.#updates.push(full);
    this.#waiting?.();
    return full;
  }

  /** Updates that weren't confirmed. */
  get unconfirmed(): number {
    return this.#updates.length;
  }

  /** Messages of the bot in a chat that weren't deleted. */
  shown(chatId: string): readonly BotMessage[] {
    return this.messages.filter((message) => message.chatId === chatId && !message.isDeleted);
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, bot = '', method = '', ...rest] = (request.url ?? '').split('/');
    try {
      if (bot === 'file') return this.#sendFile(response, method, rest.join('/'));
      const params = await readParams(request);
      this.calls.push(method);
      if (bot !== `bot${BOT_TOKEN}`) throw new Rejection(401, 'Unauthorized');
      const at = this.#faults.findIndex(
        (one) => one.method === method || (one.method === '*' && method !== 'getUpdates'),
      );
      const fault = at === -1 ? undefined : this.#faults.splice(at, 1)[0]?.fault;
      if (fault === 'silent') return;
      if (fault === 'disconnect') return void request.socket.destroy();
      if (fault !== undefined) throw new Rejection(fault.status, fault.description, fault.retryAfter);
      const result = method === 'getUpdates' ? await this.#poll(params) : this.#call(method, params);
      send(response, 200, { ok: true, result });
    } catch (error) {
      const { status, message, retryAfter } =
        error instanceof Rejection
          ? error
          : new Rejection(400, `Bad Request: ${error instanceof Error ? error.message : ''}`);
      const parameters = retryAfter === undefined ? {} : { parameters: { retry_after: retryAfter } };
      send(response, status, { ok: false, error_code: status, description: message, ...parameters });
    }
  }

  async #poll({ offset, timeout = 0 }: Params): Promise<readonly Update[]> {
    if (this.webhook !== undefined)
      throw new Rejection(409, "Conflict: can't use getUpdates method while webhook is active");
    const poll = (this.#polls += 1);
    this.#waiting?.();
    if (offset !== undefined) while ((this.#updates[0]?.update_id ?? Infinity) < Number(offset)) this.#updates.shift();
    if (this.#updates.length === 0 && Number(timeout) > 0 && !this.#isClosed)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Number(timeout) * 1_000);
        this.#waiting = () => (clearTimeout(timer), resolve());
      });
    if (poll !== this.#polls) throw new Rejection(409, 'Conflict: terminated by other getUpdates request');
    return [...this.#updates];
  }

  #call(method: string, params: Params): unknown {
    const chatId = String(params['chat_id'] ?? '');
    if (chatId === UNKNOWN_CHAT) throw new Rejection(400, 'Bad Request: chat not found');
    if (this.blocked.has(chatId)) throw new Rejection(403, 'Forbidden: bot was blocked by the user');
    const run = this.#methods[method];
    if (run === undefined) throw new Rejection(404, 'Not Found');
    return run(params, chatId);
  }

  readonly #methods: Readonly<Record<string, (params: Params, chatId: string) => unknown>> = {
    getMe: () => BOT,
    deleteWebhook: () => {
      this.webhook = undefined;
      return true;
    },
    setWebhook: (params) => {
      this.webhook = { url: String(params['url']), secret_token: String(params['secret_token']) };
      return true;
    },
    setMyCommands: (params) => {
      this.commands = params['commands'];
      return true;
    },
    sendMessage: (params) => this.#add(params, readHtml(String(params['text'])), String(params['text'])),
    sendDocument: (params) => this.#addFile(params),
    sendPhoto: (params) => this.#addFile(params),
    editMessageText: (params) => this.#edit(params),
    sendChatAction: (params, chatId) => this.actions.push({ chatId, action: String(params['action']) }) > 0,
    answerCallbackQuery: (params) => {
      const text = typeof params['text'] === 'string' ? { text: params['text'] } : {};
      return this.answers.push({ id: String(params['callback_query_id']), ...text }) > 0;
    },
    setMessageReaction: (params) => {
      this.#react(params);
      return true;
    },
    pinChatMessage: (params) => (this.#find(params).isPinned = true),
    unpinChatMessage: (params) => !(this.#find(params).isPinned = false),
    deleteMessage: (params, chatId) => {
      const own = this.messages.find(({ id }) => id === Number(params['message_id']));
      if (own !== undefined) own.isDeleted = true;
      return this.actions.push({ chatId, action: `delete ${String(params['message_id'])}` }) > 0;
    },
    getFile: (params) => this.#describeFile(String(params['file_id'])),
  };

  #describeFile(id: string): unknown {
    const bytes = this.#files.get(id);
    if (bytes === undefined) throw new Rejection(400, 'Bad Request: invalid file_id');
    if (bytes.length > MAX_DOWNLOAD) throw new Rejection(400, 'Bad Request: file is too big');
    return { file_id: id, file_size: bytes.length, file_path: `documents/${id}` };
  }

  #add(params: Params, text: string, html: string, file?: BotMessage['file']): Message {
    const id = this.nextId();
    const reply = params['reply_parameters'] as { readonly message_id?: number } | undefined;
    this.messages.push({
      id,
      chatId: String(params['chat_id']),
      text,
      html,
      buttons: readButtons(params),
      ...(params['message_thread_id'] === undefined ? {} : { threadId: String(params['message_thread_id']) }),
      ...(reply?.message_id === undefined ? {} : { replyTo: reply.message_id }),
      ...(file === undefined ? {} : { file }),
      reactions: [],
      isPinned: false,
      isDeleted: false,
    });
    return {
      message_id: id,
      date: 0,
      chat: { id: Number(params['chat_id']), type: 'private', first_name: 'Ada' },
    } as Message;
  }

  #addFile(params: Params): Message {
    const sent = Object.values(params).find((value): value is File => value instanceof File);
    if (sent === undefined) throw new Rejection(400, 'Bad Request: there is no document in the request');
    if (sent.size > MAX_UPLOAD) throw new Rejection(413, 'Request Entity Too Large');
    const caption = String(params['caption'] ?? '');
    const text = caption === '' ? '' : readHtml(caption, MAX_CAPTION);
    const file = { name: sent.name, bytes: new Uint8Array() };
    void sent.arrayBuffer().then((bytes) => Object.assign(file, { bytes: new Uint8Array(bytes) }));
    return this.#add(params, text, caption, file);
  }

  #edit(params: Params): true {
    const message = this.#find(params);
    const html = String(params['text']);
    const buttons = readButtons(params);
    if (message.html === html && JSON.stringify(message.buttons) === JSON.stringify(buttons))
      throw new Rejection(
        400,
        'Bad Request: message is not modified: specified new message content and reply markup are exactly the same',
      );
    message.text = readHtml(html);
    message.html = html;
    message.buttons = buttons;
    return true;
  }

  #react(params: Params): void {
    const reactions = params['reaction'] as readonly { readonly emoji: string }[];
    if (reactions.some(({ emoji }) => emoji.length > 8)) throw new Rejection(400, 'Bad Request: REACTION_INVALID');
    const message = this.messages.find(({ id }) => id === Number(params['message_id']));
    if (message !== undefined) message.reactions = reactions.map(({ emoji }) => emoji);
    this.actions.push({
      chatId: String(params['chat_id']),
      action: `react ${reactions.map(({ emoji }) => emoji).join('')}`,
    });
  }

  #find(params: Params): BotMessage {
    const found = this.messages.find(({ id, isDeleted }) => id === Number(params['message_id']) && !isDeleted);
    if (found === undefined) throw new Rejection(400, 'Bad Request: message to edit not found');
    return found;
  }

  #sendFile(response: ServerResponse, bot: string, path: string): void {
    const bytes = this.#files.get(decodeURIComponent(path).replace('documents/', ''));
    if (bot !== `bot${BOT_TOKEN}` || bytes === undefined) return void response.writeHead(404).end();
    response.writeHead(200).end(bytes);
  }
}

function readButtons(params: Params): BotMessage['buttons'] {
  const markup = params['reply_markup'] as { readonly inline_keyboard?: BotMessage['buttons'] } | undefined;
  const rows = markup?.inline_keyboard ?? [];
  for (const { callback_data: data } of rows.flat())
    if (Buffer.byteLength(data) > MAX_DATA) throw new Rejection(400, 'Bad Request: BUTTON_DATA_INVALID');
  return rows;
}

/** Parameters as JSON, or as a form in which values other than files are JSON. */
async function readParams(request: IncomingMessage): Promise<Params> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer); // It has no encoding.
  const body = Buffer.concat(chunks);
  const type = request.headers['content-type'] ?? '';
  if (body.length === 0) return {};
  if (!type.startsWith('multipart/')) return JSON.parse(body.toString()) as Params;
  const form = await new Response(body, { headers: { 'content-type': type } }).formData();
  return Object.fromEntries([...form].map(([name, value]) => [name, typeof value === 'string' ? parse(value) : value]));
}

function parse(value: string): unknown {
  try {
    return typeof JSON.parse(value) === 'object' ? JSON.parse(value) : value;
  } catch {
    return value;
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

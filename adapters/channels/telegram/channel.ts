// A connection to a Telegram bot. Updates are confirmed only after they were saved.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Api } from 'grammy';
import type { InlineKeyboardMarkup, Update, UserFromGetMe } from 'grammy/types';
import { defined } from '#contract/types/defined.ts';
import {
  ChannelError,
  type Channel,
  type ChannelAction,
  type ChannelCapabilities,
  type ChannelCommand,
  type ChannelEvent,
  type ChannelStatus,
  type ChatAddress,
  type OutgoingContent,
  type OutgoingFile,
  type OutgoingMessage,
  type WebhookAnswer,
  type WebhookRequest,
} from '#core/ports/channel.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Log } from '#core/ports/log.ts';
import { computeRetryDelay } from '#core/retry.ts';
import { sleep } from '#core/runs/wait.ts';
import { SerialQueue } from '#core/serial-queue.ts';
import { setBounded } from '#core/set-bounded.ts';
import { isUnchanged, toChannelError } from './errors.ts';
import { formatHtml, MAX_CAPTION, measureHtml, splitText } from './format.ts';
import { readBounded } from './read-bounded.ts';
import { readUpdate, UPDATE_KINDS } from './read-update.ts';

const MB = 1024 * 1024;
/** https://core.telegram.org/bots/api#sending-files and #getfile; edits: 20 messages a minute in a group. */
const CAPABILITIES: ChannelCapabilities = {
  edit: true,
  delete: true,
  react: true,
  pin: true,
  buttons: true,
  threads: false,
  typing: true,
  keys: false,
  commandMenu: true,
  maxUploadBytes: 50 * MB,
  maxDownloadBytes: 20 * MB,
  editIntervalMs: 3_000,
};
/** How long Telegram waits for an update before it answers a poll, seconds. */
const POLL_SECONDS = 30;
const RETRY = { firstDelayMs: 1_000, maxDelayMs: 60_000 };
const CALL_SECONDS = 60;
const MAX_SENT = 500;
const MAX_COMMANDS = 100;
const MAX_COMMAND_DESCRIPTION = 256;
const MAX_ALERT = 200;
const NO_TOKEN = 'There is no bot token. Enter it on the Channels page.';
const NO_ADDRESS = 'A webhook needs the public address of this gateway. Set it, or receive messages by polling.';
const IMAGE = /^image\/(?:png|jpeg)$/;

/** What a connection needs. */
export interface TelegramOptions {
  readonly fetch: typeof fetch;
  /** Address of the Bot API. */
  readonly base: string;
  readonly token: () => Promise<string>;
  readonly isWebhook: () => boolean;
  readonly webhookUrl: () => string | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

interface Session {
  readonly api: Api;
  readonly token: string;
  readonly me: UserFromGetMe;
}

type Receive = (event: ChannelEvent) => Promise<void>;

/** The member's channel. */
export class TelegramChannel implements Channel {
  readonly capabilities = CAPABILITIES;
  readonly #options: TelegramOptions;
  readonly #updates = new SerialQueue();
  /** IDs of the messages of a key, so that a repeated send continues after them. */
  readonly #sent = new Map<string, readonly string[]>();
  #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #receive: Receive | undefined;
  #session: Session | undefined;
  #isConnected = false;
  #error: string | undefined;

  constructor(options: TelegramOptions) {
    this.#options = options;
  }

  start(receive: Receive): void {
    this.#receive = receive;
    this.#stopping = new AbortController();
    this.#error = undefined;
    this.#running = this.#run(receive, this.#stopping.signal);
  }

  async stop(): Promise<void> {
    this.#receive = undefined;
    this.#stopping.abort();
    this.#isConnected = false;
    await this.#running;
    await this.#updates.idle();
    this.#session = undefined;
  }

  status(): ChannelStatus {
    const username = this.#session?.me.username;
    return {
      connected: this.#isConnected,
      ...defined({ error: this.#error }),
      ...(username === undefined ? {} : { account: `@${username}`, link: `https://t.me/${username}` }),
    };
  }

  split(markdown: string): readonly string[] {
    return splitText(markdown);
  }

  async send(
    { to, markdown, buttons, files = [], key, replyTo, isSilent }: OutgoingMessage,
    signal: AbortSignal,
  ): Promise<string> {
    return this.#call(signal, async ({ api }, abort) => {
      const html = formatHtml(markdown);
      const options = {
        parse_mode: 'HTML' as const,
        ...toThread(to),
        ...(replyTo === undefined
          ? {}
          : { reply_parameters: { message_id: Number(replyTo), allow_sending_without_reply: true } }),
        ...(isSilent === true ? { disable_notification: true } : {}),
      };
      const keyboard = buttons === undefined ? {} : { reply_markup: toKeyboard(buttons) };
      const [only, ...others] = files;
      const isCaption = only !== undefined && others.length === 0 && measureHtml(html) <= MAX_CAPTION;
      const plain = async (): Promise<number> => {
        const text = { ...options, ...keyboard, link_preview_options: { is_disabled: true } };
        return (await api.sendMessage(to.chatId, html, text, abort)).message_id;
      };
      const parts = isCaption
        ? [() => this.#sendFile(api, to, only, { ...options, ...keyboard, caption: html }, abort)]
        : [plain, ...files.map((file) => () => this.#sendFile(api, to, file, toThread(to), abort))];
      let sent = this.#sent.get(key) ?? [];
      for (const part of parts.slice(sent.length)) {
        sent = [...sent, String(await part())];
        setBounded(this.#sent, key, sent, MAX_SENT);
      }
      return sent[0] ?? '';
    });
  }

  async edit(
    { chatId }: ChatAddress,
    messageId: string,
    { markdown, buttons }: OutgoingContent,
    signal: AbortSignal,
  ): Promise<void> {
    await this.#call(signal, async ({ api }, abort) => {
      const keyboard = buttons === undefined ? {} : { reply_markup: toKeyboard(buttons) };
      const options = { parse_mode: 'HTML' as const, link_preview_options: { is_disabled: true }, ...keyboard };
      await api
        .editMessageText(chatId, Number(messageId), formatHtml(markdown), options, abort)
        .catch((error: unknown) => {
          if (!isUnchanged(error)) throw error;
        });
    });
  }

  async act(action: ChannelAction, signal: AbortSignal): Promise<undefined> {
    await this.#call(signal, async ({ api }, abort) => {
      switch (action.kind) {
        case 'typing':
          return api.sendChatAction(action.to.chatId, 'typing', toThread(action.to), abort);
        case 'react': {
          // Telegram accepts a fixed list, and says so if it isn't in it.
          const reactions = action.remove === true ? [] : [{ type: 'emoji' as const, emoji: action.emoji as never }];
          return api.setMessageReaction(action.to.chatId, Number(action.messageId), reactions, {}, abort);
        }
        case 'delete':
          return api.deleteMessage(action.to.chatId, Number(action.messageId), abort);
        case 'pin':
          return action.remove === true
            ? api.unpinChatMessage(action.to.chatId, Number(action.messageId), {}, abort)
            : api.pinChatMessage(action.to.chatId, Number(action.messageId), { disable_notification: true }, abort);
        case 'answer-press': {
          const text = action.text?.slice(0, MAX_ALERT);
          return api.answerCallbackQuery(action.pressId, defined({ text }), abort);
        }
        default:
          throw new ChannelError('unsupported', `Telegram doesn't support this action (${action.kind}).`);
      }
    });
    return undefined;
  }

  async download(ref: string, maxBytes: number, signal: AbortSignal): Promise<Uint8Array> {
    return this.#call(signal, async ({ api, token }, abort) => {
      const limit = Math.min(maxBytes, CAPABILITIES.maxDownloadBytes);
      const tooLarge = (): ChannelError => new ChannelError('too-large', `The file is larger than ${limit} bytes.`);
      const { file_path: path, file_size: size } = await api.getFile(ref, abort);
      if (size !== undefined && size > limit) throw tooLarge();
      if (path === undefined) throw new ChannelError('rejected', 'Telegram no longer has this file.');
      const address = `${this.#options.base}/file/bot${token}/${path.split('/').map(encodeURIComponent).join('/')}`;
      const response = await this.#options.fetch(address, { signal });
      if (!response.ok) throw new ChannelError('unavailable', `Telegram didn't send the file (${response.status}).`);
      return readBounded(response, limit, tooLarge);
    });
  }

  async setCommands(commands: readonly ChannelCommand[], signal: AbortSignal): Promise<void> {
    await this.#call(signal, ({ api }, abort) =>
      api.setMyCommands(
        commands.slice(0, MAX_COMMANDS).map(({ name, description }) => ({
          command: name,
          description: description.slice(0, MAX_COMMAND_DESCRIPTION),
        })),
        {},
        abort,
      ),
    );
  }

  async webhook({ method, headers, body }: WebhookRequest): Promise<WebhookAnswer> {
    const session = this.#session;
    const receive = this.#receive;
    if (method !== 'POST') return { status: 405 };
    if (session === undefined || receive === undefined || !this.#options.isWebhook()) return { status: 503 };
    if (!isSame(headers['x-telegram-bot-api-secret-token'] ?? '', toSecret(session.token))) return { status: 401 };
    let update: Update;
    try {
      // Whoever knows the secret is Telegram.
      update = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as Update;
    } catch {
      return { status: 400 };
    }
    try {
      await this.#updates.run(() => this.#take(update, session.me, receive));
      return { status: 200 };
    } catch {
      // Telegram sends it again.
      return { status: 503 };
    }
  }

  async #run(receive: Receive, signal: AbortSignal): Promise<void> {
    const { clock, log } = this.#options;
    for (let failures = 0; !signal.aborted;) {
      try {
        const session = (this.#session ??= await this.#open(signal));
        if (this.#options.isWebhook()) return await this.#useWebhook(session, signal);
        await this.#poll(session, receive, signal, () => (failures = 0));
      } catch (error) {
        if (signal.aborted) return;
        failures += 1;
        this.#isConnected = false;
        const problem = toChannelError(error, this.#session?.token ?? '');
        if (problem.code === 'unauthorized') this.#session = undefined;
        if (failures === 1) log.warn('Telegram is not connected.', { error: problem.message });
        this.#error = problem.message;
        await sleep(clock, Math.max(problem.retryAfterMs ?? 0, computeRetryDelay(failures, RETRY)), signal);
      }
    }
  }

  async #open(signal: AbortSignal): Promise<Session> {
    const token = await this.#options.token();
    if (token === '') throw new ChannelError('unauthorized', NO_TOKEN);
    // The build for the web brings no `fetch` of its own, which would also be a second way out of this program.
    const { Api: BotApi } = await import('grammy/web');
    // The library's own types of `fetch` and signals are those of another package with the same behavior.
    const api = new BotApi(token, {
      apiRoot: this.#options.base,
      fetch: this.#options.fetch as never,
      timeoutSeconds: CALL_SECONDS,
    });
    try {
      const me = await api.getMe(signal as never);
      return { api, token, me };
    } catch (error) {
      throw toChannelError(error, token);
    }
  }

  async #useWebhook({ api, token }: Session, signal: AbortSignal): Promise<void> {
    const url = this.#options.webhookUrl();
    if (url === undefined) throw new ChannelError('rejected', NO_ADDRESS);
    const options = { secret_token: toSecret(token), allowed_updates: UPDATE_KINDS };
    await api.setWebhook(url, options, signal as never);
    this.#isConnected = true;
    this.#error = undefined;
  }

  /** Receives until it fails. Asking for the next update confirms those before it. */
  async #poll({ api, me }: Session, receive: Receive, signal: AbortSignal, worked: () => void): Promise<void> {
    // A webhook that was set before would get all updates.
    await api.deleteWebhook({}, signal as never);
    let offset: number | undefined;
    let timeout = 0;
    while (!signal.aborted) {
      const asked = { timeout, allowed_updates: UPDATE_KINDS, ...defined({ offset }) };
      const updates = await api.getUpdates(asked, signal as never);
      this.#isConnected = true;
      this.#error = undefined;
      timeout = POLL_SECONDS;
      worked();
      for (const update of updates) {
        if (signal.aborted) return;
        await this.#updates.run(() => this.#take(update, me, receive));
        offset = update.update_id + 1;
      }
    }
  }

  async #take(update: Update, me: UserFromGetMe, receive: Receive): Promise<void> {
    let event: ChannelEvent | undefined;
    try {
      event = readUpdate(update, me);
    } catch (error) {
      // It would fail every time.
      this.#options.log.warn('An update of Telegram was skipped.', { error: String(error) });
    }
    if (event !== undefined) await receive(event);
  }

  async #sendFile(
    api: Api,
    { chatId }: ChatAddress,
    { name, mimeType, bytes }: OutgoingFile,
    options: object,
    abort: never,
  ): Promise<number> {
    if (bytes.length > CAPABILITIES.maxUploadBytes)
      throw new ChannelError('too-large', `${name} has ${bytes.length} bytes. Bots on Telegram can send up to 50 MB.`);
    const { InputFile } = await import('grammy/web');
    const file = new InputFile(bytes, name);
    const { message_id: id } = IMAGE.test(mimeType)
      ? await api.sendPhoto(chatId, file, options, abort)
      : await api.sendDocument(chatId, file, options, abort);
    return id;
  }

  /** Makes a call with the connection, and translates its errors. */
  async #call<T>(signal: AbortSignal, work: (session: Session, abort: never) => Promise<T>): Promise<T> {
    const session = this.#session;
    let token = session?.token ?? '';
    try {
      const ready = session ?? (await this.#connecting(signal));
      token = ready.token;
      return await work(ready, signal as never);
    } catch (error) {
      const problem = toChannelError(error, token);
      if (problem.code === 'unauthorized') this.#error = problem.message;
      throw problem;
    }
  }

  /** The connection that is being opened. */
  async #connecting(signal: AbortSignal): Promise<Session> {
    if (this.#receive === undefined) throw new ChannelError('unavailable', 'Telegram is not connected.');
    return (this.#session ??= await this.#open(signal));
  }
}

function toThread({ threadId }: ChatAddress): { readonly message_thread_id?: number } {
  return threadId === undefined ? {} : { message_thread_id: Number(threadId) };
}

function toKeyboard(buttons: NonNullable<OutgoingContent['buttons']>): InlineKeyboardMarkup {
  return {
    inline_keyboard: buttons.map((row) => row.map(({ label, data }) => ({ text: label, callback_data: data }))),
  };
}

/** Proves that a request comes from Telegram. Derived from the token, so that it needs no storage. */
function toSecret(token: string): string {
  return createHash('sha256').update(`gatehouse webhook ${token}`).digest('hex');
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

// A connection to a WhatsApp number through Meta's Cloud API. Messages arrive at the webhook, so the gateway must be reachable.
import type { JsonObject } from '#contract/types/json-object.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import {
  ChannelError,
  type Channel,
  type ChannelAction,
  type ChannelCapabilities,
  type ChannelCommand,
  type ChannelEvent,
  type ChannelStatus,
  type ChatAddress,
  type OutgoingMessage,
  type WebhookAnswer,
  type WebhookRequest,
} from '#core/ports/channel.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Log } from '#core/ports/log.ts';
import { retry } from '#core/retry.ts';
import { SerialQueue } from '#core/serial-queue.ts';
import { splitText } from './format.ts';
import type { GraphApi } from './graph-api.ts';
import { describeFault, WINDOW_CLOSED, WINDOW_CLOSED_HELP } from './graph-error.ts';
import { downloadFile, MAX_FILE_BYTES, planFile, uploadFile } from './media.ts';
import { parseDelivery, type Undelivered } from './parse-delivery.ts';
import { Recent } from './recent.ts';
import { isSameText, isSigned } from './signature.ts';
import { toMessages } from './to-messages.ts';

const CAPABILITIES: ChannelCapabilities = {
  edit: false,
  delete: false,
  react: true,
  pin: false,
  buttons: true,
  threads: false,
  typing: true,
  keys: false,
  commandMenu: true,
  maxUploadBytes: MAX_FILE_BYTES,
  maxDownloadBytes: MAX_FILE_BYTES,
  editIntervalMs: 0,
};
const FIRST_RETRY_MS = 1_000;
const MAX_RETRY_MS = 5 * 60_000;
const MAX_COMMANDS = 30;
const MAX_COMMAND_DESCRIPTION = 256;
const CHALLENGE = /^[\w.~-]{1,256}$/;
/** IDs of people without a phone number have their country in front: `US.1349…`. */
const SCOPED_ID = /^[A-Z]{2}\./;
const NO_ADDRESS =
  'Nobody outside can reach this gateway, so no messages arrive. Set the public address of the gateway, and enter the address of the webhook in the Meta app.';
const BAD_SIGNATURE =
  'A delivery had an invalid signature. Check the app secret: it is in the Meta app under App settings → Basic.';

/** What a connection needs. */
export interface WhatsAppOptions {
  readonly api: GraphApi;
  readonly phoneNumberId: () => string;
  readonly appSecret: () => Promise<string>;
  readonly verifyToken: () => Promise<string>;
  readonly webhookUrl: () => string | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

type Receive = (event: ChannelEvent) => Promise<void>;

/** The member's channel. */
export class WhatsAppChannel implements Channel {
  readonly capabilities = CAPABILITIES;
  readonly #options: WhatsAppOptions;
  /** Deliveries are handled one after another, so that the events of a chat stay in order. */
  readonly #deliveries = new SerialQueue();
  readonly #recent = new Recent();
  /** Read when the channel starts. */
  #phoneNumberId = '';
  #receive: Receive | undefined;
  #connecting = new AbortController();
  #account: string | undefined;
  #error: string | undefined;
  #problem: string | undefined;

  constructor(options: WhatsAppOptions) {
    this.#options = options;
  }

  start(receive: Receive): void {
    this.#phoneNumberId = this.#options.phoneNumberId();
    this.#receive = receive;
    this.#connecting = new AbortController();
    void this.#connect(this.#connecting.signal);
  }

  async stop(): Promise<void> {
    this.#receive = undefined;
    this.#connecting.abort();
    this.#account = undefined;
    await this.#deliveries.idle();
  }

  status(): ChannelStatus {
    const account = this.#account;
    const error = this.#error ?? this.#problem ?? (this.#options.webhookUrl() === undefined ? NO_ADDRESS : undefined);
    return {
      connected: account !== undefined,
      ...(error === undefined || this.#receive === undefined ? {} : { error }),
      ...(account === undefined ? {} : { account, link: `https://wa.me/${account.replaceAll(/\D/g, '')}` }),
    };
  }

  split(markdown: string): readonly string[] {
    return splitText(markdown);
  }

  /** Sends the messages that one consists of. A repeated send continues after the last one that was accepted. */
  async send(message: OutgoingMessage, signal: AbortSignal): Promise<string> {
    const { to, key, markdown, files = [], replyTo } = message;
    this.#checkWindow(to);
    const texts = toMessages(message);
    for (const file of files) planFile(file);
    const parts = [
      ...texts.map((text) => async () => text),
      ...files.map((file) => () => uploadFile(this.#options.api, this.#phoneNumberId, file, signal)),
    ];
    let sent = this.#recent.sent.get(key) ?? [];
    for (const part of parts.slice(sent.length)) {
      const context = sent.length === 0 && replyTo !== undefined ? { context: { message_id: replyTo } } : {};
      const id = await this.#post(to, { ...(await part()), ...context, biz_opaque_callback_data: key }, signal);
      sent = [...sent, id];
      this.#recent.sent.set(key, sent);
    }
    const [first] = sent;
    if (first === undefined) throw new ChannelError('rejected', 'The message is empty.');
    this.#recent.noteText(first, markdown);
    return first;
  }

  async edit(): Promise<void> {
    throw new ChannelError('unsupported', "Messages on WhatsApp can't be edited. Send a new one.");
  }

  async act(action: ChannelAction, signal: AbortSignal): Promise<undefined> {
    switch (action.kind) {
      case 'typing':
        return this.#showTyping(action.to, signal);
      case 'react': {
        const reaction = { message_id: action.messageId, emoji: action.remove === true ? '' : action.emoji };
        return void (await this.#post(action.to, { type: 'reaction', reaction }, signal));
      }
      case 'answer-press':
        // A press is a message here: nothing waits for an answer.
        return undefined;
      default:
        throw new ChannelError('unsupported', `WhatsApp doesn't support this action (${action.kind}).`);
    }
  }

  download(ref: string, maxBytes: number, signal: AbortSignal): Promise<Uint8Array> {
    return downloadFile(
      this.#options.api,
      this.#phoneNumberId,
      { ref, maxBytes: Math.min(maxBytes, MAX_FILE_BYTES) },
      signal,
    );
  }

  async setCommands(commands: readonly ChannelCommand[], signal: AbortSignal): Promise<void> {
    const json = {
      commands: commands.slice(0, MAX_COMMANDS).map(({ name, description }) => ({
        command_name: name,
        command_description: description.slice(0, MAX_COMMAND_DESCRIPTION),
      })),
    };
    await this.#options.api.post(`${this.#phoneNumberId}/conversational_automation`, { json }, signal);
  }

  async webhook(request: WebhookRequest): Promise<WebhookAnswer> {
    if (request.method === 'GET') return this.#verify(request.query);
    if (request.method !== 'POST') return { status: 405 };
    const signature = request.headers['x-hub-signature-256'];
    if (!isSigned(request.body, signature, await this.#options.appSecret())) {
      // Once: anyone can send such deliveries, and must not fill the log.
      if (this.#problem === undefined)
        this.#options.log.warn('Deliveries of WhatsApp are rejected because their signature is invalid.');
      this.#problem ??= BAD_SIGNATURE;
      return { status: 401, body: 'Invalid signature' };
    }
    if (this.#problem === BAD_SIGNATURE) this.#problem = undefined;
    const body = parseJson(request.body);
    if (body === undefined) return { status: 400, body: 'Invalid JSON' };
    return this.#deliveries.run(() => this.#handle(body));
  }

  /** Meta checks once that the address belongs to whoever registers it. */
  async #verify(query: WebhookRequest['query']): Promise<WebhookAnswer> {
    const [expected, challenge] = [await this.#options.verifyToken(), query['hub.challenge'] ?? ''];
    const isMeta = expected !== '' && isSameText(query['hub.verify_token'] ?? '', expected);
    if (query['hub.mode'] !== 'subscribe' || !isMeta || !CHALLENGE.test(challenge))
      return { status: 403, body: 'Invalid verify token' };
    return { status: 200, body: challenge };
  }

  async #handle(body: unknown): Promise<WebhookAnswer> {
    const receive = this.#receive;
    // Meta delivers it again later.
    if (receive === undefined) return { status: 503, body: 'The channel is disabled' };
    const { received, undelivered, skipped } = parseDelivery(body, this.#phoneNumberId);
    if (skipped > 0) this.#options.log.info('Messages of an unsupported kind were skipped.', { count: skipped });
    for (const one of undelivered) this.#noteUndelivered(one);
    try {
      for (const { event, repliedTo } of received) {
        this.#note(event);
        await receive(event.kind === 'message' ? this.#recent.addQuote(event, repliedTo) : event);
      }
    } catch (error) {
      this.#options.log.warn("A delivery of WhatsApp couldn't be saved.", { error: errorMessage(error) });
      return { status: 503, body: 'Try again later' };
    }
    return { status: 200, body: 'OK' };
  }

  #note(event: ChannelEvent): void {
    this.#recent.closed.delete(event.chat.chatId);
    if (event.kind !== 'reaction') this.#recent.lastMessages.set(event.chat.chatId, event.id);
    if (event.kind === 'message') this.#recent.noteText(event.messageId, event.text);
  }

  #noteUndelivered({ chatId, fault }: Undelivered): void {
    this.#options.log.warn("WhatsApp didn't deliver a message.", { code: fault.code ?? 0 });
    this.#problem = `A message wasn't delivered: ${describeFault(fault)}`;
    if (fault.code === WINDOW_CLOSED) this.#recent.closed.set(chatId, true);
  }

  #checkWindow({ chatId }: ChatAddress): void {
    if (this.#recent.closed.get(chatId) === true) throw new ChannelError('rejected', WINDOW_CLOSED_HELP);
  }

  async #post({ chatId }: ChatAddress, content: JsonObject, signal: AbortSignal): Promise<string> {
    const recipient = SCOPED_ID.test(chatId) ? { recipient: chatId } : { to: chatId };
    const json = { messaging_product: 'whatsapp', recipient_type: 'individual', ...recipient, ...content };
    try {
      const { messages } = await this.#options.api.post(`${this.#phoneNumberId}/messages`, { json }, signal);
      const id: unknown = Array.isArray(messages) ? messages[0]?.id : undefined;
      if (typeof id !== 'string') throw new ChannelError('unavailable', "WhatsApp didn't confirm the message.");
      this.#error = undefined;
      if (this.#problem !== BAD_SIGNATURE) this.#problem = undefined;
      return id;
    } catch (error) {
      if (error instanceof ChannelError && error.code === 'unauthorized') this.#error = error.message;
      throw error;
    }
  }

  /** WhatsApp shows it as an answer to a message, which it marks as read. Nothing happens if none is known. */
  async #showTyping({ chatId }: ChatAddress, signal: AbortSignal): Promise<undefined> {
    const messageId = this.#recent.lastMessages.get(chatId);
    if (messageId === undefined) return;
    const typing = { status: 'read', message_id: messageId, typing_indicator: { type: 'text' } };
    await this.#options.api.post(
      `${this.#phoneNumberId}/messages`,
      { json: { messaging_product: 'whatsapp', ...typing } },
      signal,
    );
  }

  /** Checks the token and the number until both are valid. */
  async #connect(signal: AbortSignal): Promise<void> {
    const { api, clock } = this.#options;
    const phoneNumberId = this.#phoneNumberId;
    const work = async (): Promise<void> => {
      const found = await api.get(`${encodeURIComponent(phoneNumberId)}?fields=display_phone_number`, signal);
      if (signal.aborted) return;
      this.#account = String(found['display_phone_number'] ?? phoneNumberId);
      this.#error = undefined;
    };
    const onFailure = (error: unknown): void => void (this.#error = errorMessage(error));
    await retry(work, { clock, signal, firstDelayMs: FIRST_RETRY_MS, maxDelayMs: MAX_RETRY_MS, onFailure }).catch(
      // It ends early only when the channel is stopped.
      () => undefined,
    );
  }
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

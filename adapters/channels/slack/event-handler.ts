// Turns envelopes of socket mode into channel events, and hands them over in order, each until it was saved.
import type { WebClient } from '@slack/web-api';
import { isJsonObject } from '#contract/types/json-object.ts';
import type { ChannelEvent, ChannelSender } from '#core/ports/channel.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Log } from '#core/ports/log.ts';
import { retry } from '#core/retry.ts';
import { SerialQueue } from '#core/serial-queue.ts';
import { setBounded } from '#core/set-bounded.ts';
import { FORM, readSubmission, toModal } from './form.ts';
import { PeopleDirectory } from './people-directory.ts';
import { readCommand, readEvent, readPress, type BotIdentity } from './read-event.ts';
import type { Envelope } from './socket-session.ts';

const RETRY = { firstDelayMs: 500, maxDelayMs: 30_000 };
/** Presses whose chat is remembered, to tell the person the result. */
const MAX_PRESSES = 1_000;

/** What the handler needs. */
export interface HandlerOptions {
  readonly web: WebClient;
  readonly bot: BotIdentity;
  readonly clock: Clock;
  readonly log: Log;
  /** Of the running channel. */
  readonly signal: AbortSignal;
  readonly receive: (event: ChannelEvent) => Promise<void>;
}

/** Where a button was pressed, and by whom. */
export interface PressPlace {
  readonly channel: string;
  readonly user: string;
  readonly threadId?: string;
}

/** The handler. */
export class EventHandler {
  readonly #options: HandlerOptions;
  readonly #people = new PeopleDirectory();
  readonly #queues = new Map<string, SerialQueue>();
  readonly #presses = new Map<string, PressPlace>();

  constructor(options: HandlerOptions) {
    this.#options = options;
  }

  /** Where a press came from; undefined if it is too old. */
  findPress(id: string): PressPlace | undefined {
    return this.#presses.get(id);
  }

  /** Waits for the events that are being handed over. */
  async idle(): Promise<void> {
    await Promise.all([...this.#queues.values()].map((queue) => queue.idle()));
  }

  /** Handles an envelope. Resolves when it is saved, or isn't for the bot. */
  async handle({ type, payload }: Envelope): Promise<void> {
    const { bot } = this.#options;
    if (type === 'events_api') return this.#handOver(readEvent(payload, bot));
    if (type === 'slash_commands') return this.#handOver(readCommand(payload, bot));
    if (type !== 'interactive') return;
    if (payload['type'] === 'view_submission') return this.#handOver(this.#note(readSubmission(payload, bot)));
    if (payload['type'] !== 'block_actions') return;
    const press = readPress(payload, bot);
    if (press === undefined) return;
    const { actionId, triggerId, ...event } = press;
    if (actionId !== FORM) return this.#handOver(this.#note(event));
    const view = toModal(event);
    if (view === undefined) return;
    // Slack accepts it within three seconds; the person can press again.
    await this.#options.web.views.open({ trigger_id: triggerId, view }).catch((error: unknown) => {
      this.#options.log.warn("A form of Slack couldn't be opened.", { error: String(error) });
    });
  }

  #note<T extends ChannelEvent>(event: T | undefined): T | undefined {
    if (event === undefined) return undefined;
    const { chatId: channel, threadId } = event.chat;
    const user = event.sender.id.split('.').at(-1) ?? '';
    setBounded(
      this.#presses,
      event.id,
      { channel, user, ...(threadId === undefined ? {} : { threadId }) },
      MAX_PRESSES,
    );
    return event;
  }

  /** Hands over an event after those before it of its chat, until that succeeds. */
  async #handOver(event: ChannelEvent | undefined): Promise<void> {
    if (event === undefined) return;
    const place = event.chat.chatId;
    const queue = this.#queues.get(place) ?? new SerialQueue();
    this.#queues.set(place, queue);
    try {
      await queue.run(() => this.#deliver(event));
    } finally {
      if (queue.size === 0) this.#queues.delete(place);
    }
  }

  async #deliver(event: ChannelEvent): Promise<void> {
    const { receive, clock, log, signal } = this.#options;
    await retry(
      async () => {
        signal.throwIfAborted();
        const sender = await this.#describe(event.sender);
        const chat = await this.#findChat(event);
        signal.throwIfAborted();
        await receive({ ...event, sender, chat });
      },
      {
        clock,
        signal,
        ...RETRY,
        onFailure: (error, delayMs) =>
          log.warn("An event of Slack couldn't be saved. Trying again.", { error: String(error), delayMs }),
      },
    );
  }

  #describe({ id }: ChannelSender): Promise<ChannelSender> {
    return this.#people.describe(id, (user) => this.#options.web.users.info({ user, include_locale: true }));
  }

  /** A command can be typed in a direct chat with somebody else, where the bot can't write: it answers in its own chat with the person. */
  async #findChat({ chat, sender, kind, id }: ChannelEvent): Promise<ChannelEvent['chat']> {
    if (kind !== 'message' || !id.startsWith('command:') || chat.kind !== 'direct') return chat;
    const user = sender.id.split('.').at(-1) ?? '';
    const opened: unknown = await this.#options.web.conversations.open({ users: user }).catch(() => undefined);
    const channel = isJsonObject(opened) ? opened['channel'] : undefined;
    const own = isJsonObject(channel) && typeof channel['id'] === 'string' ? channel['id'] : chat.chatId;
    return { ...chat, chatId: own };
  }
}

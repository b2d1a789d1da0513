// Interactions: pressed buttons, sent forms, and slash commands. Discord wants an answer within 3 s, so they are acknowledged at once;
// the core's message completes a command later.
import type { API } from '@discordjs/core/http-only';
import type { APIModalInteractionResponseCallbackData } from 'discord-api-types/v10';
import { isJsonObject, type JsonObject } from '#contract/types/json-object.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Log } from '#core/ports/log.ts';
import { setBounded } from '#core/set-bounded.ts';
import { PINGS_NOBODY } from './message-body.ts';
import { isSnowflake } from './read-sender.ts';

/** Interactions that are remembered. */
const MAX_KNOWN = 1_000;
/** Discord accepts answers for so long, ms. */
const TOKEN_MS = 15 * 60_000;
const EPHEMERAL = 64;
const LATER = 'This takes a while. The answer follows as a message.';

type Body = Parameters<API['interactions']['editReply']>[2];

interface Command {
  readonly token: string;
  /** Where it was used: a channel or thread. */
  readonly place: string;
  /** The message that shows it. */
  readonly messageId: string;
  readonly cancelTimer: () => void;
}

/** What interactions need. */
export interface InteractionOptions {
  readonly api: API;
  readonly clock: Clock;
  readonly log: Log;
  /** Time after which a command is told that the answer follows, ms. */
  readonly commandMs: number;
  /** Of the running channel. */
  readonly signal: AbortSignal;
}

/** The interactions that can be answered. */
export class Interactions {
  readonly #options: InteractionOptions;
  readonly #tokens = new Map<string, { readonly token: string; readonly until: number }>();
  readonly #commands = new Map<string, Command>();
  /** Messages that completed a command, by key of the send. */
  readonly #completed = new Map<string, string>();
  #applicationId = '';

  constructor(options: InteractionOptions) {
    this.#options = options;
  }

  /** Sets the application that the bot belongs to. */
  identify(applicationId: string): void {
    this.#applicationId = applicationId;
  }

  /** Acknowledges a press: nothing changes in the chat. */
  async acknowledgePress(id: string, token: string): Promise<void> {
    const { api, clock, log, signal } = this.#options;
    setBounded(this.#tokens, id, { token, until: clock.now() + TOKEN_MS }, MAX_KNOWN);
    await api.interactions.deferMessageUpdate(id, token, undefined, { signal }).catch((error: unknown) => {
      // It was acknowledged before, or too late: it still counts.
      log.debug("Couldn't acknowledge a press.", { error: String(error) });
    });
  }

  /** Shows a form instead. */
  async openForm(id: string, token: string, form: APIModalInteractionResponseCallbackData): Promise<void> {
    const { api, log, signal } = this.#options;
    await api.interactions.createModal(id, token, form, { signal }).catch((error: unknown) => {
      log.warn("Couldn't open a form.", { error: String(error) });
    });
  }

  /** Acknowledges a command, which shows that the bot is working. Returns the ID of its message. */
  async acknowledgeCommand(id: string, token: string, place: string): Promise<string> {
    const { api, clock, log, signal, commandMs } = this.#options;
    const response = await api.interactions
      .defer(id, token, { with_response: true }, { signal })
      .catch((error: unknown) => void log.debug("Couldn't acknowledge a command.", { error: String(error) }));
    const message: unknown = response?.resource?.message;
    const messageId = isJsonObject(message) && isSnowflake(message['id']) ? message['id'] : undefined;
    // Not acknowledged: the answer becomes a message.
    if (messageId === undefined) return id;
    const cancelTimer = clock.after(commandMs, () => void this.#giveUp(messageId));
    setBounded(this.#commands, messageId, { token, place, messageId, cancelTimer }, MAX_KNOWN);
    return messageId;
  }

  /** The command that a message to a place completes: the one that it replies to, or in a direct chat the oldest one. */
  find(place: string, replyTo: string | undefined): string | undefined {
    if (replyTo !== undefined) return this.#commands.get(replyTo)?.place === place ? replyTo : undefined;
    return [...this.#commands.values()].find((command) => command.place === place)?.messageId;
  }

  /** The message that completed a command with this key. */
  completedWith(key: string): string | undefined {
    return this.#completed.get(key);
  }

  /** Completes a command with its answer, which becomes its message. */
  async complete(messageId: string, key: string, body: Body, signal: AbortSignal): Promise<string> {
    const command = this.#commands.get(messageId);
    if (command === undefined) return messageId;
    await this.#options.api.interactions.editReply(this.#applicationId, command.token, body, '@original', { signal });
    this.#forget(messageId);
    setBounded(this.#completed, key, messageId, MAX_KNOWN);
    return messageId;
  }

  /** Tells a person something about their press, which nobody else sees. Without a text, or when it's too late, it does nothing. */
  async whisper(pressId: string, text: string | undefined, signal: AbortSignal): Promise<void> {
    const { api, clock } = this.#options;
    const known = this.#tokens.get(pressId);
    if (text === undefined || known === undefined || known.until < clock.now()) return;
    const body = { content: text, flags: EPHEMERAL, allowed_mentions: PINGS_NOBODY };
    await api.interactions.followUp(this.#applicationId, known.token, body, { signal });
  }

  /** Forgets everything. */
  clear(): void {
    for (const messageId of this.#commands.keys()) this.#forget(messageId);
  }

  async #giveUp(messageId: string): Promise<void> {
    const { api, log, signal } = this.#options;
    const command = this.#commands.get(messageId);
    if (command === undefined) return;
    this.#forget(messageId);
    const body = { content: LATER, allowed_mentions: PINGS_NOBODY };
    await api.interactions
      .editReply(this.#applicationId, command.token, body, '@original', { signal })
      .catch((error: unknown) => log.debug("Couldn't update a command.", { error: String(error) }));
  }

  #forget(messageId: string): void {
    this.#commands.get(messageId)?.cancelTimer();
    this.#commands.delete(messageId);
  }
}

/** The text of a slash command, as if it had been typed. */
export function readCommand(data: unknown): string | undefined {
  if (!isJsonObject(data) || typeof data['name'] !== 'string') return undefined;
  const options: readonly unknown[] = Array.isArray(data['options']) ? data['options'] : [];
  const values = options.flatMap((option) => (isJsonObject(option) ? [toValue(option)] : []));
  return [`/${data['name']}`, ...values].join(' ').trim();
}

function toValue({ value }: JsonObject): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

// A channel from its start to its stop: the clients, the connection to the gateway, and the handling of its events.
import type { API } from '@discordjs/core/http-only';
import { GatewayIntentBits, type GatewayDispatchPayload } from 'discord-api-types/v10';
import { isJsonObject, type JsonObject } from '#contract/types/json-object.ts';
import { defined } from '#contract/types/defined.ts';
import { ChannelError, type ChannelEvent, type ChannelStatus } from '#core/ports/channel.ts';
import type { ChannelContext } from '../define-channel.ts';
import { WITHOUT_CONTENT } from './close-codes.ts';
import { openConnection, type Connection } from './connection.ts';
import { toChannelError } from './errors.ts';
import { EventHandler } from './event-handler.ts';
import { GatewayShard, ShardFailure, type GatewaySession } from './gateway-shard.ts';
import { Interactions } from './interactions.ts';
import { inviteLink } from './invite-link.ts';
import type { Timing } from './limits.ts';
import { SavedSession, type BotAccount } from './saved-session.ts';
import { VisitedChats, type ReadMessages } from './visited-chats.ts';

const INTENTS =
  GatewayIntentBits.Guilds |
  GatewayIntentBits.GuildMessages |
  GatewayIntentBits.GuildMessageReactions |
  GatewayIntentBits.DirectMessages |
  GatewayIntentBits.DirectMessageReactions;
const NO_TOKEN = 'No bot token is set. Enter it on the Channels page.';

/** What is ready for calls. */
export interface OpenChannel {
  readonly connection: Connection;
  readonly interactions: Interactions;
}

interface ChannelParts {
  readonly api: API;
  readonly handler: EventHandler;
  readonly interactions: Interactions;
  readonly saved: SavedSession;
  readonly visited: VisitedChats;
}

/** A started channel. */
export class RunningChannel {
  readonly #context: ChannelContext;
  readonly #timing: Timing;
  readonly #stopping = new AbortController();
  readonly #opened = Promise.withResolvers<OpenChannel>();
  readonly #account = Promise.withResolvers<BotAccount>();
  readonly #ended: Promise<void>;
  #status: ChannelStatus = { connected: false };
  /** Notes that a new session doesn't include what came before it. */
  #behind: Promise<void> = Promise.resolve();
  #warning: string | undefined;

  constructor(context: ChannelContext, timing: Timing, receive: (event: ChannelEvent) => Promise<void>) {
    this.#context = context;
    this.#timing = timing;
    for (const { promise } of [this.#opened, this.#account]) promise.catch(() => undefined);
    this.#ended = this.#run(receive).catch((error: unknown) => this.#fail(toChannelError(error, this.signal)));
  }

  /** Aborted when the channel is stopped. */
  get signal(): AbortSignal {
    return this.#stopping.signal;
  }

  /** The clients; rejects if they can't be created. */
  get opened(): Promise<OpenChannel> {
    return this.#opened.promise;
  }

  /** The bot's account; rejects if the channel can't connect for good. */
  get account(): Promise<BotAccount> {
    return this.#account.promise;
  }

  status(): ChannelStatus {
    const { error = this.#warning, ...status } = this.#status;
    return { ...status, ...defined({ error }) };
  }

  async stop(): Promise<void> {
    const stopped = new ChannelError('unavailable', 'The channel was stopped.');
    this.#stopping.abort(stopped);
    for (const { reject } of [this.#opened, this.#account]) reject(stopped);
    await this.#ended;
    this.#status = { connected: false };
  }

  async #run(receive: (event: ChannelEvent) => Promise<void>): Promise<void> {
    const { clock, log } = this.#context;
    const { signal } = this;
    const secret = await this.#context.secret('token');
    if (secret === undefined) throw new ChannelError('unauthorized', NO_TOKEN);
    const token = secret.reveal().trim();
    const connection = await openConnection(this.#context, token, this.#timing);
    const { api } = connection;
    const interactions = new Interactions({ api, clock, log, signal, commandMs: this.#timing.commandMs });
    const visited = new VisitedChats(this.#context);
    const noteVisit = (message: JsonObject): void => visited.note(message);
    const handler = new EventHandler({ api, interactions, clock, log, signal, receive, saved: noteVisit });
    const saved = new SavedSession(this.#context, token, (latest) => handler.accepted(latest));
    try {
      await visited.load();
      const session = await saved.load();
      if (session !== undefined) this.#learnAccount(session.account, { handler, interactions });
      const shard = this.#createShard(token, connection, { api, handler, interactions, saved, visited }, session);
      this.#opened.resolve({ connection, interactions });
      await shard.run(signal);
      await handler.idle();
    } finally {
      await visited.close();
      await saved.close();
      interactions.clear();
      connection.close();
    }
  }

  #createShard(
    token: string,
    connection: Connection,
    parts: ChannelParts,
    session: GatewaySession | undefined,
  ): GatewayShard {
    const { clock, log } = this.#context;
    return new GatewayShard(
      {
        token,
        clock,
        log,
        timing: this.#timing,
        intents: (withContent) => (withContent ? INTENTS | GatewayIntentBits.MessageContent : INTENTS),
        address: () => this.#findGateway(connection),
        agent: (url) => connection.agent(url),
        onEvent: (event, current) => this.#handle(event, current, parts),
        onProblem: (error) => this.#setProblem(error),
        onFatal: (problem) => this.#fail(new ChannelError('unauthorized', problem)),
        onWithoutContent: () => (this.#warning = WITHOUT_CONTENT),
      },
      session,
    );
  }

  #handle(event: GatewayDispatchPayload, session: GatewaySession | undefined, parts: ChannelParts): void {
    if (event.t === 'READY') {
      const { user, application } = event.d;
      const account = { botId: user.id, applicationId: application.id, name: user.username };
      this.#learnAccount(account, parts);
      parts.saved.setAccount(account);
      this.#behind = parts.visited.setBehind();
    }
    if (event.t === 'READY' || event.t === 'RESUMED') parts.handler.hold(this.#catchUp(parts));
    parts.handler.handle(event, session?.id ?? '');
    // A session that is stored before that would hide what was missed from the next start.
    void this.#behind.then(() => parts.saved.update(session));
  }

  /** Reads what was missed. If that fails, the next session tries it again. */
  async #catchUp({ api, handler, visited }: ChannelParts): Promise<void> {
    const { signal } = this;
    await this.#behind;
    const read: ReadMessages = (channelId, query) => api.channels.getMessages(channelId, query, { signal });
    await visited
      .catchUp(read, (message) => handler.handOverMissed(message), signal)
      .catch((error: unknown) => {
        if (!signal.aborted)
          this.#context.log.warn("Couldn't read the messages that were sent meanwhile.", { error: String(error) });
      });
  }

  #learnAccount(
    { botId, applicationId, name }: BotAccount,
    { handler, interactions }: { readonly handler: EventHandler; readonly interactions: Interactions },
  ): void {
    handler.identify(botId);
    interactions.identify(applicationId);
    this.#status = { ...this.#status, account: `@${name}`, link: inviteLink(applicationId) };
    this.#account.resolve({ botId, applicationId, name });
  }

  /** Discord allows 1,000 new sessions a day. */
  async #findGateway({ api }: Connection): Promise<string> {
    try {
      const info: unknown = await api.gateway.getBot({ signal: this.signal });
      const { url, session_start_limit: limit } = isJsonObject(info) ? info : {};
      const { remaining = 1, reset_after: waitMs = 0 } = isJsonObject(limit) ? limit : {};
      if (typeof url !== 'string') throw new ChannelError('unavailable', "Discord didn't name its gateway.");
      if (remaining === 0)
        throw new ShardFailure({
          kind: 'new-session',
          problem: 'The bot has connected too often today. Discord accepts it again later.',
          waitMs: Number(waitMs),
        });
      return url;
    } catch (error) {
      if (error instanceof ShardFailure) throw error;
      const { code, message, retryAfterMs = 0 } = toChannelError(error, this.signal);
      throw new ShardFailure({
        kind: code === 'unauthorized' ? 'fatal' : 'resume',
        problem: message,
        waitMs: retryAfterMs,
      });
    }
  }

  #setProblem(error: string | undefined): void {
    const { error: _before, ...status } = this.#status;
    this.#status = { ...status, connected: error === undefined, ...defined({ error }) };
  }

  #fail(error: ChannelError): void {
    if (this.signal.aborted) return;
    this.#status = { ...this.#status, connected: false, error: error.message };
    for (const { reject } of [this.#opened, this.#account]) reject(error);
  }
}

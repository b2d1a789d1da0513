// A channel from its start to its stop: the clients, the sockets one after another, and the handling of their events.
import { defined } from '#contract/types/defined.ts';
import { ChannelError, type ChannelEvent, type ChannelStatus } from '#core/ports/channel.ts';
import { computeRetryDelay } from '#core/retry.ts';
import { sleep } from '#core/runs/wait.ts';
import type { ChannelContext } from '../define-channel.ts';
import { openConnection, type Connection } from './connection.ts';
import { toChannelError } from './errors.ts';
import { EventHandler } from './event-handler.ts';
import type { Timing } from './limits.ts';
import type { BotIdentity } from './read-event.ts';
import { SocketSession } from './socket-session.ts';

const NO_BOT_TOKEN = 'No bot token is set. Enter it on the Channels page.';
const NO_APP_TOKEN = 'No app-level token is set. Enter it on the Channels page.';
const BAD_APP_TOKEN =
  'Slack rejected the app-level token. Create one with the scope connections:write on the Basic Information page of your app.';

/** What is ready for calls. */
export interface OpenChannel {
  readonly connection: Connection;
  readonly handler: EventHandler;
}

/** A started channel. */
export class RunningChannel {
  readonly #context: ChannelContext;
  readonly #timing: Timing;
  readonly #stopping = new AbortController();
  readonly #opened = Promise.withResolvers<OpenChannel>();
  readonly #ended: Promise<void>;
  #status: ChannelStatus = { connected: false };
  #failures = 0;

  constructor(context: ChannelContext, timing: Timing, receive: (event: ChannelEvent) => Promise<void>) {
    this.#context = context;
    this.#timing = timing;
    this.#opened.promise.catch(() => undefined);
    this.#ended = this.#run(receive).catch((error: unknown) => this.#end(toChannelError(error)));
  }

  /** Aborted when the channel is stopped. */
  get signal(): AbortSignal {
    return this.#stopping.signal;
  }

  /** The clients; rejects if the tokens are wrong. */
  get opened(): Promise<OpenChannel> {
    return this.#opened.promise;
  }

  status(): ChannelStatus {
    return this.#status;
  }

  async stop(): Promise<void> {
    const stopped = new ChannelError('unavailable', 'The channel was stopped.');
    this.#stopping.abort(stopped);
    this.#opened.reject(stopped);
    await this.#ended;
    this.#status = { connected: false };
  }

  async #run(receive: (event: ChannelEvent) => Promise<void>): Promise<void> {
    const { clock, log } = this.#context;
    const { signal } = this;
    const tokens = {
      botToken: await this.#read('botToken', NO_BOT_TOKEN),
      appToken: await this.#read('appToken', NO_APP_TOKEN),
    };
    const connection = await openConnection(this.#context, tokens, this.#timing);
    const bot = await this.#untilDone(() => this.#identify(connection));
    if (bot === undefined) return;
    const handler = new EventHandler({ web: connection.web, bot, clock, log, signal, receive });
    this.#opened.resolve({ connection, handler });
    while (!signal.aborted) await this.#untilDone(() => this.#session(connection, handler));
    await handler.idle();
  }

  /** Runs one socket until Slack ends it. */
  async #session(connection: Connection, handler: EventHandler): Promise<void> {
    const { clock, log } = this.#context;
    const url = await connection.openSocket().catch((error: unknown) => {
      const problem = toChannelError(error);
      throw problem.code === 'unauthorized' ? new ChannelError('unauthorized', BAD_APP_TOKEN) : problem;
    });
    if (this.signal.aborted) return;
    const session = new SocketSession(url, connection.agent(url), {
      clock,
      timing: this.#timing,
      onConnected: () => this.#setConnected(),
      onEnvelope: (envelope) => handler.handle(envelope),
    });
    const { isPlanned, problem } = await session.run(this.signal);
    if (this.signal.aborted || isPlanned) return;
    log.info('The connection to Slack ended. Connecting again.', { reason: problem });
    throw new ChannelError('unavailable', problem);
  }

  /** Repeats work that fails, with increasing waits; undefined when the channel stops. @throws {ChannelError} if repeating is pointless */
  async #untilDone<T>(work: () => Promise<T>): Promise<T | undefined> {
    const { clock, log } = this.#context;
    const { firstRetryMs: firstDelayMs, maxRetryMs: maxDelayMs } = this.#timing;
    while (!this.signal.aborted)
      try {
        return await work();
      } catch (error) {
        const problem = toChannelError(error, this.signal);
        if (this.signal.aborted) return undefined;
        if (problem.code === 'unauthorized') throw problem;
        this.#failures += 1;
        if (this.#failures === 1) log.warn('Slack is not connected.', { error: problem.message });
        this.#status = { ...this.#status, connected: false, error: problem.message };
        const delay = computeRetryDelay(this.#failures, { firstDelayMs, maxDelayMs });
        await sleep(clock, Math.max(delay, problem.retryAfterMs ?? 0), this.signal);
      }
    return undefined;
  }

  async #identify({ web }: Connection): Promise<BotIdentity> {
    const { user_id: userId, team_id: teamId, user, team, url } = await web.auth.test();
    if (userId === undefined || teamId === undefined)
      throw new ChannelError('unavailable', "Slack didn't name the bot.");
    const account = `@${user ?? 'bot'}${team === undefined ? '' : ` (${team})`}`;
    const link = url === undefined ? undefined : new URL(`/team/${userId}`, url).href;
    this.#status = { ...this.#status, account, ...defined({ link }) };
    return { userId, teamId };
  }

  async #read(field: string, missing: string): Promise<string> {
    const secret = await this.#context.secret(field);
    if (secret === undefined) throw new ChannelError('unauthorized', missing);
    return secret.reveal().trim();
  }

  #setConnected(): void {
    this.#failures = 0;
    const { error: _before, ...status } = this.#status;
    this.#status = { ...status, connected: true };
  }

  #end(error: ChannelError): void {
    if (this.signal.aborted) return;
    this.#status = { ...this.#status, connected: false, error: error.message };
    this.#opened.reject(error);
  }
}

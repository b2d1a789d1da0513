// Everything that is sent to channels: saved first, in order within a chat, repeated until the network accepts it.
import { truncateText } from '#contract/types/truncate-text.ts';
import { defined } from '#contract/types/defined.ts';
import { errorMessage, invalidRequest } from '#contract/wire/errors.ts';
import type { ChannelDelivery } from '#contract/types/channels.ts';
import { defineJob, type JobContext, type JobEnd, type JobKind } from '../jobs/define-job.ts';
import type { JobRunner, NewJob } from '../jobs/job-runner.ts';
import type { AuditStore } from '../ports/audit.ts';
import {
  ChannelError,
  type Channel,
  type ChannelButton,
  type ChatAddress,
  type OutgoingFile,
} from '../ports/channel.ts';
import type { Clock, Ids } from '../ports/clock.ts';
import type { Job, JobsStore } from '../ports/jobs.ts';
import { gatewayPrincipal, type Principal } from '../principal.ts';
import { timeLimit } from '../time-limit.ts';
import { sleep } from '../runs/wait.ts';

/** The kind of job that sends one message. */
const SEND_KIND = 'channel-send';
/** Repeated for about ten minutes. Waiting as long as the network asks isn't a repeat. */
const RETRY = { attempts: 12, firstDelayMs: 1_000, maxDelayMs: 120_000 };
/** Longest time to send one message, with its files, ms. */
const SEND_MS = 120_000;
/** Longest time that a network can make a message wait, ms. */
const MAX_WAIT_MS = 60 * 60_000;
const MAX_TITLE = 80;
const LISTED = 200;
const CHANNELS = gatewayPrincipal('channels');

/** A file to send: read when it is sent. */
export interface FileToSend {
  readonly sessionKey: string;
  /** Relative to the workspace of the session. */
  readonly path: string;
}

/** What to send. */
export interface Outgoing {
  readonly channel: string;
  readonly to: ChatAddress;
  /** Split into several messages if it is too long for one. */
  readonly markdown: string;
  /** Below the last one. */
  readonly buttons?: readonly (readonly ChannelButton[])[];
  readonly files?: readonly FileToSend[];
  readonly replyTo?: string;
  /** A message that becomes the first one. */
  readonly replaces?: string;
  /** The approval or question that it shows. */
  readonly requestId?: string;
}

/** The input of a job: one message. */
interface SendInput extends Omit<Outgoing, 'markdown'> {
  readonly markdown: string;
}

/** What the outbox depends on. */
export interface OutboxPorts {
  readonly jobs: JobRunner;
  readonly store: { readonly jobs: JobsStore };
  readonly audit: AuditStore;
  readonly clock: Clock;
  readonly ids: Ids;
  /** The running channel with an ID. */
  readonly connection: (channelId: string) => Channel | undefined;
  /** Reads a file of a session. @throws {GatewayError} */
  readonly readFile: (file: FileToSend, maxBytes: number, signal: AbortSignal) => Promise<OutgoingFile>;
  /** Called when a message is on the network. */
  readonly sent: (message: Outgoing, messageId: string) => Promise<void>;
}

/** Messages that wait to be sent, and those that couldn't be. */
export class Outbox {
  readonly #ports: OutboxPorts;

  constructor(ports: OutboxPorts) {
    this.#ports = ports;
    ports.jobs.register(this.#createJob());
  }

  /** Saves what to send under a key. Saving the same key again adds nothing. Returns the IDs of its messages. */
  async add(outgoing: Outgoing, key: string): Promise<readonly string[]> {
    const drafts = this.#plan(outgoing, key);
    await this.#ports.jobs.submit(drafts);
    return drafts.map(({ id }) => id);
  }

  /** Whether messages to a chat wait, or are retried. */
  hasPending(channel: string, { chatId }: ChatAddress): boolean {
    return !this.#ports.jobs.isIdle(toQueueKey(channel, chatId));
  }

  /** Messages that wait, are retried, or have failed, newest first. */
  async list(channel?: string): Promise<readonly ChannelDelivery[]> {
    const { jobs } = await this.#ports.jobs.list({
      kinds: [SEND_KIND],
      statuses: ['pending', 'running', 'waiting', 'retrying', 'failed', 'timed-out', 'interrupted'],
      ...(channel === undefined ? {} : { subject: `channel:${channel}` }),
      order: 'desc',
      limit: LISTED,
      offset: 0,
    });
    return jobs.map(toDelivery);
  }

  /** Sends a message that has failed again. @throws {GatewayError} when it hasn't failed. */
  async resend(id: string, by: Principal): Promise<void> {
    const { jobs, store, ids, clock, audit } = this.#ports;
    const job = await this.#requireFailed(id);
    const again = { ...toDraft(job), id: `${SEND_KIND}:again:${ids.next()}`, createdAtMs: clock.now() };
    await jobs.submit([again]);
    await store.jobs.save({ ...job, state: 'canceled', error: 'It was sent again.' });
    await audit.append({ by, action: 'channel.message.resent', subject: job.subject, details: { id } });
  }

  /** Drops a message that has failed. @throws {GatewayError} when it hasn't failed. */
  async drop(id: string, by: Principal): Promise<void> {
    const job = await this.#requireFailed(id);
    await this.#ports.store.jobs.save({ ...job, state: 'canceled', error: 'It was dropped.' });
    await this.#ports.audit.append({ by, action: 'channel.message.dropped', subject: job.subject, details: { id } });
  }

  async #requireFailed(id: string): Promise<Job> {
    const job = await this.#ports.jobs.get(id);
    if (job?.kind !== SEND_KIND || job.state !== 'failed')
      throw invalidRequest('This message is not among those that could not be sent.', 'DELIVERY_NOT_FOUND');
    return job;
  }

  /** One job per message, so that a crash repeats at most one. */
  #plan({ markdown, buttons, files, replaces, replyTo, ...rest }: Outgoing, key: string): readonly NewJob[] {
    const { clock, connection } = this.#ports;
    // A channel that isn't running can't split; what is too long fails then, with a reason.
    const parts = connection(rest.channel)?.split(markdown) ?? [markdown];
    return parts.map((part, n) => {
      const isFirst = n === 0;
      const isLast = n === parts.length - 1;
      const input: SendInput = {
        ...rest,
        markdown: part,
        ...(isLast ? defined({ buttons, files }) : {}),
        ...(isFirst ? defined({ replaces, replyTo }) : {}),
      };
      return {
        id: `${SEND_KIND}:${key}:${n}`,
        kind: SEND_KIND,
        queueKey: toQueueKey(rest.channel, rest.to.chatId),
        ownerId: CHANNELS.userId,
        subject: `channel:${rest.channel}`,
        title: truncateText(part, MAX_TITLE),
        key: `${key}:${n}`,
        input,
        state: 'pending',
        createdAtMs: clock.now(),
      };
    });
  }

  #createJob(): JobKind {
    return defineJob({ kind: SEND_KIND, retry: RETRY, run: (context) => this.#send(context) });
  }

  async #send(context: JobContext): Promise<JobEnd> {
    const input = context.job.input as SendInput; // What #plan saved.
    try {
      const messageId = await context.step('send', 'rerun-with-key', () => this.#untilAccepted(context, input));
      await context.step('sent', 'rerun', () => this.#ports.sent(input, messageId));
      return { state: 'done' };
    } catch (error) {
      if (context.signal.aborted) throw error;
      const isFinal = error instanceof ChannelError && FINAL.has(error.code);
      return { state: 'failed', error: errorMessage(error), ...(isFinal ? { isFinal } : {}) };
    }
  }

  /** Sends it, after as many waits as the network asks for. */
  async #untilAccepted(context: JobContext, input: SendInput): Promise<string> {
    const { clock, connection } = this.#ports;
    const until = clock.now() + MAX_WAIT_MS;
    for (;;) {
      const channel = connection(input.channel);
      if (channel === undefined)
        throw new ChannelError('unavailable', `The channel ${input.channel} is not connected.`);
      try {
        return await this.#sendOnce(channel, context, input);
      } catch (error) {
        if (!(error instanceof ChannelError) || error.code !== 'rate-limited') throw error;
        const waitMs = error.retryAfterMs ?? RETRY.firstDelayMs;
        if (clock.now() + waitMs > until) throw error;
        context.setWaiting(true);
        await sleep(clock, waitMs, context.signal);
        context.signal.throwIfAborted();
        context.setWaiting(false);
      }
    }
  }

  async #sendOnce(channel: Channel, { job, signal }: JobContext, input: SendInput): Promise<string> {
    const limit = timeLimit(this.#ports.clock, SEND_MS, signal);
    const { to, markdown, buttons, replyTo, replaces } = input;
    const content = { markdown, ...defined({ buttons }) };
    if (replaces !== undefined && channel.capabilities.edit) {
      await channel.edit(to, replaces, content, limit);
      return replaces;
    }
    const { maxUploadBytes } = channel.capabilities;
    const files = [];
    for (const file of input.files ?? []) files.push(await this.#ports.readFile(file, maxUploadBytes, limit));
    const attached = files.length === 0 ? {} : { files };
    return channel.send({ to, key: job.key, ...content, ...defined({ replyTo }), ...attached }, limit);
  }
}

/** Errors that no repeat will change. */
const FINAL: ReadonlySet<ChannelError['code']> = new Set(['rejected', 'too-large', 'unsupported']);

/** Messages to a chat are sent one after another. */
function toQueueKey(channel: string, chatId: string): string {
  return `${SEND_KIND}:${channel}:${chatId}`;
}

function toDraft({
  attempts: _,
  startedAtMs: _started,
  endedAtMs: _ended,
  error: _error,
  code: _code,
  ...job
}: Job): NewJob {
  return { ...job, state: 'pending' };
}

function toDelivery({ id, input, state, attempts, error, createdAtMs, nextAttemptAtMs }: Job): ChannelDelivery {
  const { channel, to, markdown } = input as SendInput; // What #plan saved.
  return {
    id,
    channel,
    chatId: to.chatId,
    text: truncateText(markdown, LISTED),
    state: state === 'failed' ? 'failed' : state === 'retrying' ? 'retrying' : 'waiting',
    attempts,
    createdAtMs,
    ...defined({ threadId: to.threadId, error, nextAttemptAtMs }),
  };
}

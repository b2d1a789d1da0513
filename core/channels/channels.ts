// Channels: starts those that are enabled, and runs each message of an allowed sender as a job that ends with a reply.
import { removeHidden } from '#contract/types/hidden-characters.ts';
import { takeStart, truncateText } from '#contract/types/truncate-text.ts';
import { defined } from '#contract/types/defined.ts';
import { errorMessage, GatewayError } from '#contract/wire/errors.ts';
import { formatSessionKey, parseSessionKey } from '#contract/types/ids.ts';
import { defineJob, type JobContext, type JobEnd, type JobKind } from '../jobs/define-job.ts';
import type { JobNotice, JobRunner, NewJob } from '../jobs/job-runner.ts';
import { followAgentRun } from '../jobs/run-job.ts';
import type { AuditStore } from '../ports/audit.ts';
import type { Channel, ChannelMessage, ChannelStatus } from '../ports/channel.ts';
import type { Clock, Ids } from '../ports/clock.ts';
import type { ConfigPort } from '../ports/configuration.ts';
import type { Log } from '../ports/log.ts';
import { clientPrincipal, gatewayPrincipal } from '../principal.ts';
import type { RunEngine } from '../runs/follow-run.ts';
import type { SecretGuard } from '../secrets/secret-guard.ts';
import { SerialQueue } from '../serial-queue.ts';
import { Backlogs, MAX_PENDING_MESSAGES } from './backlogs.ts';

/** Replies are retried for about ten minutes. */
const RETRY = { attempts: 12, firstDelayMs: 1_000, maxDelayMs: 120_000 };
const KIND = 'channel-message';
const MAX_TITLE = 80;
const MAX_MESSAGE_CHARACTERS = 100_000;
/** Unknown senders in the audit log, and the part of their IDs that it keeps, in characters. */
const MAX_DENIED = 1_000;
const MAX_SENDER_ID = 80;
/** Longest ID of a message, characters. */
const MAX_MESSAGE_ID = 500;
const CHANNELS = gatewayPrincipal('channels');

/** A member of the family, ready to be started. */
export interface NamedChannel {
  readonly id: string;
  readonly title: string;
  readonly connection: Channel;
}

/** Everything outside that channels depend on. */
export interface ChannelPorts {
  readonly channels: readonly NamedChannel[];
  readonly jobs: JobRunner;
  readonly engine: RunEngine;
  readonly config: Pick<ConfigPort, 'settings' | 'onChange'>;
  readonly audit: AuditStore;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly secretGuard: Pick<SecretGuard, 'refuse'>;
}

/** A channel and its state. */
export interface ChannelRow extends ChannelStatus {
  readonly id: string;
  readonly title: string;
  readonly configured: boolean;
  /** Whether it should be running. It isn't if it couldn't be started. */
  readonly enabled: boolean;
  readonly running: boolean;
}

/** What the job of a message needs. */
interface MessageInput {
  readonly channelId: string;
  readonly chatId: string;
  readonly senderId: string;
  /** Empty if the message was rejected. */
  readonly text: string;
  readonly rejection?: string;
}

/** The job of a message, before it is saved. */
interface MessageJob extends NewJob {
  readonly input: MessageInput;
}

/** The channels of a host. */
export class Channels {
  readonly #ports: ChannelPorts;
  readonly #running = new Set<NamedChannel>();
  /** Why channels couldn't be started, by ID. */
  readonly #failed = new Map<string, string>();
  /** Unknown senders that are in the audit log already, so that they can't fill it. */
  readonly #denied = new Set<string>();
  /** Keeps a channel from being started while it stops. */
  readonly #applying = new SerialQueue();
  /** Keeps the number of pending messages from changing between its check and the save. */
  readonly #saving = new SerialQueue();
  readonly #backlogs: Backlogs;
  #stopFollowing: () => void = () => {};

  constructor(ports: ChannelPorts) {
    this.#ports = ports;
    this.#backlogs = new Backlogs(ports.log);
    ports.jobs.register(this.#createJob());
  }

  /** Connects the enabled channels, and follows the configuration. The job runner must have been started. */
  async start(): Promise<void> {
    const { config, jobs } = this.#ports;
    const stops = [
      config.onChange(() => void this.#applying.run(() => this.#apply())),
      jobs.onNotice((notice) => this.#follow(notice)),
    ];
    this.#stopFollowing = () => {
      for (const stop of stops) stop();
    };
    await this.#applying.run(() => this.#apply());
  }

  /** Disconnects all channels. */
  async stop(): Promise<void> {
    this.#stopFollowing();
    await this.#applying.run(() => Promise.all([...this.#running].map((channel) => this.#stop(channel))));
  }

  list(): readonly ChannelRow[] {
    return this.#ports.channels.map((channel) => {
      const { id, title, connection } = channel;
      const settings = this.#settings(channel);
      const running = this.#running.has(channel);
      const status = running ? connection.status() : { connected: false, ...defined({ error: this.#failed.get(id) }) };
      return { id, title, configured: settings !== undefined, enabled: isEnabled(settings), running, ...status };
    });
  }

  #settings({ id }: Pick<NamedChannel, 'id'>) {
    return this.#ports.config.settings().channels[id];
  }

  async #apply(): Promise<void> {
    for (const channel of this.#ports.channels) {
      const isWanted = isEnabled(this.#settings(channel));
      this.#failed.delete(channel.id);
      if (isWanted === this.#running.has(channel)) continue;
      if (isWanted) this.#start(channel);
      else await this.#stop(channel);
    }
  }

  #start(channel: NamedChannel): void {
    this.#running.add(channel);
    try {
      channel.connection.start((message) => this.#receive(channel, message));
    } catch (error) {
      this.#running.delete(channel);
      this.#failed.set(channel.id, `Couldn't start: ${errorMessage(error)}`);
      this.#ports.log.warn("Couldn't start a channel.", { channel: channel.id, error: String(error) });
    }
  }

  async #stop(channel: NamedChannel): Promise<void> {
    this.#running.delete(channel);
    try {
      await channel.connection.stop();
    } catch (error) {
      this.#ports.log.warn("Couldn't stop a channel.", { channel: channel.id, error: String(error) });
    }
  }

  /** Saves a message as a job. One with a known ID is dropped. */
  async #receive(channel: NamedChannel, { id, chatId, senderId, text }: ChannelMessage): Promise<void> {
    const { clock, ids, config, log } = this.#ports;
    if (!this.#running.has(channel)) throw new Error('The channel was stopped.');
    if (!this.#isAllowed(channel.id, senderId)) return this.#deny(channel.id, senderId);
    const agentId = this.#settings(channel)?.agent ?? config.settings().defaultAgentId;
    const sessionKey = formatSessionKey(agentId, `${channel.id}:${encodeChatId(chatId)}`);
    // It would be too long every time that it is received.
    if (id.length > MAX_MESSAGE_ID || parseSessionKey(sessionKey) === undefined)
      return log.warn('A message was dropped because its ID or the ID of its chat is too long.', {
        channel: channel.id,
      });
    const content = this.#check(takeStart(text, MAX_MESSAGE_CHARACTERS));
    const input: MessageInput = { channelId: channel.id, chatId, senderId, ...content };
    const draft: MessageJob = {
      id: `${KIND}:${channel.id}:${id}`,
      kind: KIND,
      // In order within a chat.
      queueKey: `${KIND}:${channel.id}:${chatId}`,
      ownerId: CHANNELS.userId,
      subject: `channel:${channel.id}`,
      title: `${channel.title}: ${truncateText(removeHidden(input.text), MAX_TITLE)}`,
      agentId,
      sessionKey,
      key: ids.next(),
      input,
      state: 'pending',
      createdAtMs: clock.now(),
    };
    await this.#saving.run(() => this.#save(draft));
  }

  /** Saves a message, unless too many of its chat are pending. The first one that is dropped is answered at once. */
  async #save(draft: MessageJob): Promise<void> {
    const { jobs } = this.#ports;
    if (jobs.countPending(draft.queueKey) < MAX_PENDING_MESSAGES) return void (await jobs.submit([draft]));
    if ((await jobs.get(draft.id)) !== undefined) return;
    if (!this.#backlogs.has(draft)) {
      const input = { ...draft.input, text: '', rejection: TOO_MANY_PENDING };
      await jobs.submit([{ ...draft, queueKey: `${KIND}-dropped:${input.channelId}:${input.chatId}`, input }]);
    }
    this.#backlogs.drop(draft);
  }

  /** A text with a secret isn't saved. */
  #check(text: string): Pick<MessageInput, 'text' | 'rejection'> {
    try {
      this.#ports.secretGuard.refuse(text);
      return { text };
    } catch (error) {
      return { text: '', rejection: errorMessage(error) };
    }
  }

  #follow({ action, job }: JobNotice): void {
    const isLast = action === 'ended' && this.#ports.jobs.countPending(job.queueKey) === 0;
    if (isLast) this.#backlogs.end(job);
  }

  #isAllowed(channelId: string, senderId: string): boolean {
    return this.#settings({ id: channelId })?.allow?.includes(senderId) === true;
  }

  async #deny(subject: string, fullSenderId: string): Promise<void> {
    const senderId = takeStart(fullSenderId, MAX_SENDER_ID);
    const sender = `${subject} ${senderId}`;
    if (this.#denied.has(sender) || this.#denied.size >= MAX_DENIED) return;
    this.#denied.add(sender);
    const entry = { by: CHANNELS, action: 'channel.sender.denied', subject, details: { senderId } };
    await this.#ports.audit.append(entry).catch((error: unknown) => {
      this.#denied.delete(sender);
      throw error;
    });
  }

  #createJob(): JobKind {
    return defineJob({ kind: KIND, retry: RETRY, run: (context) => this.#answer(context) });
  }

  async #answer(context: JobContext): Promise<JobEnd> {
    // The input is what #receive saved.
    const { channelId, chatId, senderId, text, rejection } = context.job.input as MessageInput;
    // The settings may have changed since the message was received.
    if (!this.#isAllowed(channelId, senderId)) return NOT_ALLOWED;
    const reply =
      rejection === undefined
        ? await context.step('run', 'rerun-with-key', () => this.#run(context, { channelId, senderId, text }))
        : describeRejection(rejection);
    if (!this.#isAllowed(channelId, senderId)) return NOT_ALLOWED;
    // Networks reject empty texts.
    if (reply.trim() === '') return { state: 'done' };
    const channel = [...this.#running].find(({ id }) => id === channelId);
    if (channel === undefined) return { state: 'failed', error: `The channel ${channelId} is not connected.` };
    await context.step('reply', 'rerun-with-key', async () => {
      await channel.connection.send(chatId, reply, context.job.key, context.signal);
    });
    return { state: 'done', result: { summary: reply } };
  }

  /** The agent's answer, or why there is none. Sending a message again with the same key starts no second run. */
  async #run(
    context: JobContext,
    { channelId, senderId, text }: Pick<MessageInput, 'channelId' | 'senderId' | 'text'>,
  ): Promise<string> {
    const { sessionKey = '', key: runId } = context.job;
    const by = clientPrincipal({ kind: 'channel', name: `${channelId}:${senderId}` }, []);
    try {
      // Slash commands change sessions, which an allowed sender may not do.
      const request = { sessionKey, text, images: [], runId, queueMode: 'followup', literal: true, by } as const;
      const { outcome } = await followAgentRun(this.#ports, context, request);
      context.signal.throwIfAborted();
      if (outcome.status === 'done') return outcome.text;
      if (outcome.status === 'interrupted')
        return 'Gatehouse stopped while the agent was working. Send the message again.';
      return `The agent couldn't answer: ${outcome.error?.message ?? 'the run was stopped.'}`;
    } catch (error) {
      if (error instanceof GatewayError) return describeRejection(error.message);
      throw error;
    }
  }
}

const TOO_MANY_PENDING =
  `${MAX_PENDING_MESSAGES} earlier messages are still waiting for an answer. ` +
  'Wait for the answers, then send it again. Messages sent before that may be dropped.';
const NOT_ALLOWED: JobEnd = { state: 'canceled', error: 'The sender is no longer allowed.' };

/** A chat's part of a session key; different chats have different ones. Other characters than these are replaced by their code. */
function encodeChatId(chatId: string): string {
  return chatId.replaceAll(/[^\p{L}\p{N}.-]/gu, (character) => `_${character.codePointAt(0)?.toString(16)}_`);
}

function describeRejection(reason: string): string {
  return `The message was rejected: ${reason}`;
}

/** A channel is enabled by being configured. */
function isEnabled(settings: { readonly enabled?: boolean } | undefined): boolean {
  return settings !== undefined && settings.enabled !== false;
}

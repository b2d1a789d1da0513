// Channels: connects the configured accounts, saves what people send as jobs, and sends what agents answer.
import { removeHidden } from '#contract/types/hidden-characters.ts';
import { takeStart, truncateText } from '#contract/types/truncate-text.ts';
import { channelSecretName, type ChannelPerson, type PersonRight } from '#contract/types/channels.ts';
import { errorMessage, invalidRequest } from '#contract/wire/errors.ts';
import type { Engine } from '../engine/engine.ts';
import { defineJob } from '../jobs/define-job.ts';
import type { JobNotice, JobRunner, NewJob } from '../jobs/job-runner.ts';
import type { ScheduleRun } from '../jobs/schedule-run.ts';
import type { DeliveredRun, Schedules } from '../jobs/schedules-api.ts';
import type { ScheduleRecord } from '../ports/schedules.ts';
import type { AuditStore } from '../ports/audit.ts';
import type {
  Channel,
  ChannelEvent,
  ChatAddress,
  OutgoingFile,
  WebhookAnswer,
  WebhookRequest,
} from '../ports/channel.ts';
import type { Clock, Ids } from '../ports/clock.ts';
import type { ConfigPort } from '../ports/configuration.ts';
import type { JobsStore } from '../ports/jobs.ts';
import type { Log } from '../ports/log.ts';
import { Secret, type SecretStore } from '../ports/secrets.ts';
import type { SettingsStore } from '../ports/settings-store.ts';
import { gatewayPrincipal, type Principal } from '../principal.ts';
import type { SecretGuard } from '../secrets/secret-guard.ts';
import { timeLimit } from '../time-limit.ts';
import { SerialQueue } from '../serial-queue.ts';
import type { TurnPorts } from './chat-turn.ts';
import { Backlogs, MAX_PENDING_MESSAGES } from './backlogs.ts';
import { bindSession, findRules } from './bindings.ts';
import { ChannelRecords } from './channel-records.ts';
import { listChatCommands } from './commands/registry.ts';
import { Connections, type ChannelRow, type ConnectableKind } from './connections.ts';
import { deliverRun } from './deliver-runs.ts';
import { GuestLimits } from './guest-limits.ts';
import { handleEvent, isImmediate, type ActiveTurn, type EventInput } from './inbox.ts';
import { Outbox, type FileToSend } from './outbox.ts';
import { People } from './people.ts';
import { ChatRequests } from './requests.ts';
import { pickTexts } from './texts/chat-texts.ts';
import type { ChatTexts } from './texts/english.ts';

/** An event is handled again after a failure of this gateway for about ten minutes. */
const RETRY = { attempts: 12, firstDelayMs: 1_000, maxDelayMs: 120_000 };
const KIND = 'channel-message';
const MAX_TITLE = 80;
const MAX_MESSAGE_CHARACTERS = 100_000;
/** Unknown senders in the audit log, and the part of their IDs that it keeps, in characters. */
const MAX_DENIED = 1_000;
const MAX_SENDER_ID = 80;
/** Longest ID of an event or a chat, characters. */
const MAX_ID = 200;
const DELETE_MS = 10_000;
const CHANNELS = gatewayPrincipal('channels');

/** Everything outside that channels depend on. */
export interface ChannelPorts {
  readonly kinds: readonly ConnectableKind[];
  readonly jobs: JobRunner;
  readonly store: { readonly jobs: JobsStore; readonly settings: SettingsStore; readonly secrets: SecretStore };
  readonly schedules: () => Schedules;
  readonly engine: Engine;
  /** Transcribe voice messages. */
  readonly providers: TurnPorts['providers'];
  readonly config: Pick<ConfigPort, 'settings' | 'onChange'>;
  readonly audit: AuditStore;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly secretGuard: Pick<SecretGuard, 'refuse' | 'know'>;
  readonly hash: (text: string) => string;
  /** Whether an environment variable has a value. */
  readonly hasVariable: (name: string) => boolean;
  readonly toBase64: (bytes: Uint8Array) => string;
  readonly readAttachments: TurnPorts['readAttachments'];
}

/** The channels of a host. */
export class Channels {
  readonly people: People;
  readonly outbox: Outbox;
  readonly requests: ChatRequests;
  readonly connections: Connections;
  readonly #ports: ChannelPorts;
  readonly #records: ChannelRecords;
  readonly #turns = new Map<string, ActiveTurn>();
  readonly #guests: GuestLimits;
  readonly #listeners = new Set<() => void>();
  /** Revokes the keys of this gateway in a text. The gateway sets it, because it has the keys. */
  revokeKeys: (text: string) => Promise<number> = async () => 0;
  /** Unknown senders that are in the audit log already, so that they can't fill it. */
  readonly #denied = new Set<string>();
  /** Keeps the number of pending messages from changing between its check and the save. */
  readonly #saving = new SerialQueue();
  readonly #backlogs: Backlogs;
  #stopFollowing: () => void = () => {};

  constructor(ports: ChannelPorts) {
    this.#ports = ports;
    const { jobs, store, clock, ids, log, config, audit, engine, hash } = ports;
    this.#records = new ChannelRecords(store.settings);
    const records = this.#records;
    this.#backlogs = new Backlogs(log);
    this.#guests = new GuestLimits(clock);
    const changed = (): void => {
      for (const listener of this.#listeners) listener();
    };
    this.people = new People({ records, audit: notifying(audit, changed), clock, ids, hash });
    const menu = (texts: ChatTexts) => listChatCommands(engine.commands.list(), texts);
    const receive = (channelId: string, event: ChannelEvent) => this.#receive(channelId, event);
    this.connections = new Connections({ kinds: ports.kinds, config, clock, log, receive, menu });
    const connection = (id: string): Channel | undefined => this.connections.get(id);
    this.outbox = new Outbox({
      jobs,
      store,
      audit,
      clock,
      ids,
      connection,
      readFile: (file, maxBytes) => this.#readFile(file, maxBytes),
      sent: async ({ channel, to, requestId, markdown: text, replaces }, messageId) => {
        if (requestId !== undefined && replaces === undefined)
          await records.addShown(requestId, { channel, to, messageId, text });
      },
    });
    const origin = (sessionKey: string) => {
      const turn = this.turn(sessionKey);
      return turn === undefined ? undefined : { channel: turn.channelId, to: turn.chat };
    };
    const texts = (channelId: string, to: ChatAddress) => this.#texts(channelId, to);
    this.requests = new ChatRequests({ engine, records, outbox: this.outbox, origin, texts, clock, log });
    const inbox = {
      ...ports,
      menu,
      records,
      people: this.people,
      outbox: this.outbox,
      requests: this.requests,
      connection,
      settings: () => config.settings(),
      channelSettings: (id: string) => this.connections.settings(id),
      title: (id: string) => this.connections.findKind(id)?.title ?? id,
      hasPendingSends: (to: ChatAddress, id: string) => this.outbox.hasPending(id, to),
      answering: (sessionKey: string, turn: ActiveTurn) => this.#answering(sessionKey, turn),
    };
    jobs.register(defineJob({ kind: KIND, retry: RETRY, run: (context) => handleEvent(inbox, context) }));
  }

  /** Connects the enabled channels, and follows the configuration. The job runner must have been started. */
  async start(): Promise<void> {
    const stops = [this.#ports.jobs.onNotice((notice) => this.#follow(notice)), this.requests.start()];
    this.#stopFollowing = () => {
      for (const stop of stops) stop();
    };
    await this.connections.start();
  }

  /** Sends the result of a schedule's run, or an alert. */
  deliverRun(schedule: ScheduleRecord, run: ScheduleRun): Promise<DeliveredRun> {
    const { jobs, clock, log } = this.#ports;
    const { outbox, people, connections } = this;
    const texts = (channelId: string, to: ChatAddress) => this.#texts(channelId, to);
    return deliverRun({ outbox, people, connections, texts, jobs, clock, log }, schedule, run);
  }

  /** Disconnects all channels. */
  async stop(): Promise<void> {
    this.#stopFollowing();
    await this.connections.stop();
  }

  /** Calls back when people, requests, or accounts have changed; returns the function that removes the listener. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  list(): readonly ChannelRow[] {
    return this.connections.list();
  }

  get kinds(): readonly ConnectableKind[] {
    return this.#ports.kinds;
  }

  /** Fields of a kind that have a value from an environment variable. */
  fieldsFromEnvironment(kindId: string): readonly string[] {
    const fields = this.#ports.kinds.find(({ id }) => id === kindId)?.fields ?? [];
    return fields.flatMap(({ name, variable }) =>
      variable !== undefined && this.#ports.hasVariable(variable) ? [name] : [],
    );
  }

  /** The message that a session is answering. */
  turn(sessionKey: string): ActiveTurn | undefined {
    return this.#turns.get(sessionKey);
  }

  /** Links the sender of a pairing request, and tells them. @throws {GatewayError} */
  async approvePairing(
    idOrCode: string,
    rights: readonly PersonRight[],
    by: Principal,
    isTold: boolean,
  ): Promise<ChannelPerson> {
    const { person, pairing } = await this.people.approve(idOrCode, rights, by);
    const { channel } = person;
    const to: ChatAddress = { chatId: pairing.chatId };
    const { linked: markdown } = await this.#texts(channel, to);
    if (isTold) await this.outbox.add({ channel, to, markdown }, `linked:${pairing.id}`);
    return person;
  }

  /** Stores the secrets of an account, and connects it again. Empty values remove them. @throws {GatewayError} */
  async setSecrets(id: string, values: Readonly<Record<string, string>>, by: Principal): Promise<void> {
    const { store, audit, secretGuard } = this.#ports;
    const kind = this.connections.requireKind(id);
    for (const [name, value] of Object.entries(values)) {
      const field = kind.fields.find((one) => one.name === name && one.isSecret === true);
      if (field === undefined) throw invalidRequest(`${kind.title} has no secret "${name}".`, 'UNKNOWN_FIELD');
      if (value !== '' && field.pattern !== undefined && !new RegExp(field.pattern).test(value))
        throw invalidRequest(`${field.title} doesn't look right.`, 'FIELD_INVALID', field.help);
    }
    for (const [name, value] of Object.entries(values)) {
      const key = channelSecretName(id, name);
      if (value === '') await store.secrets.delete(key);
      else {
        secretGuard.know(value);
        await store.secrets.set(key, new Secret(value));
      }
    }
    await audit.append({ by, action: 'channel.secrets.changed', subject: id, details: { names: Object.keys(values) } });
    await this.connections.restart(id);
  }

  /** Handles a request to the webhook of an account; undefined if it has none. */
  async webhook(id: string, request: WebhookRequest): Promise<WebhookAnswer | undefined> {
    return this.connections.get(id)?.webhook?.(request);
  }

  #answering(sessionKey: string, turn: ActiveTurn): () => void {
    this.#turns.set(sessionKey, turn);
    return () => {
      if (this.#turns.get(sessionKey) === turn) this.#turns.delete(sessionKey);
    };
  }

  /** Saves an event as a job. One with a known ID is dropped. */
  async #receive(channelId: string, event: ChannelEvent): Promise<void> {
    if (event.kind === 'reaction') return;
    const { id, chat, sender } = event;
    const settings = this.connections.settings(channelId);
    if (settings === undefined) return;
    const rules = findRules(settings, chat);
    const isIgnored = event.kind === 'message' && !event.isForBot && rules.mention !== 'always' && !isImmediate(event);
    if (isIgnored) return;
    // It would be too long every time that it is received.
    if ([id, chat.chatId, chat.threadId ?? '', sender.id].some((text) => text.length > MAX_ID))
      return this.#ports.log.warn('A message was dropped because an ID of it is too long.', { channel: channelId });
    const access = await this.people.judge(channelId, settings, { chat, sender, guests: rules.guests });
    if (access.kind === 'unknown') {
      await this.#deny(channelId, sender.id);
      if (chat.kind !== 'direct') return;
    }
    if (access.kind !== 'person' && access.kind !== 'allowed' && !this.#guests.accept(`${channelId} ${sender.id}`))
      return;
    const isGuest = access.kind === 'guest';
    const state = await this.#records.chat(channelId, chat);
    const session = bindSession(this.#ports.config.settings(), rules, { channelId, chat, sender, isGuest, state });
    const texts = pickTexts(rules.language, sender.language);
    const draft = await this.#draft(channelId, event, texts);
    const of = session === undefined ? {} : { agentId: session.agentId, sessionKey: session.sessionKey };
    await this.#saving.run(() => this.#save({ ...draft, ...of }, texts));
  }

  async #draft(channelId: string, event: EventInput['event'], texts: ChatTexts): Promise<MessageJob> {
    const { clock, ids } = this.#ports;
    const checked = event.kind === 'message' ? await this.#check(channelId, event, texts) : { event };
    const input: EventInput = { channelId, ...checked };
    const title = input.event.kind === 'message' ? input.event.text : 'A button was pressed';
    const chatKey = `${channelId}:${event.chat.chatId}:${event.chat.threadId ?? ''}`;
    return {
      id: `${KIND}:${channelId}:${event.id}`,
      kind: KIND,
      // In order within a chat.
      queueKey: `${isImmediate(event) ? 'channel-command' : KIND}:${chatKey}`,
      ownerId: CHANNELS.userId,
      subject: `channel:${channelId}`,
      title: `${this.connections.findKind(channelId)?.title ?? channelId}: ${truncateText(removeHidden(title), MAX_TITLE)}`,
      key: ids.next(),
      input,
      state: 'pending',
      createdAtMs: clock.now(),
    };
  }

  /** Saves an event, unless too many of its chat are pending. The first one that is dropped is answered at once. */
  async #save(draft: MessageJob, texts: ChatTexts): Promise<void> {
    const { jobs } = this.#ports;
    if (jobs.countPending(draft.queueKey) < MAX_PENDING_MESSAGES) return void (await jobs.submit([draft]));
    if ((await jobs.get(draft.id)) !== undefined) return;
    if (!this.#backlogs.has(draft)) {
      const input = { ...draft.input, rejection: texts.tooManyPending(MAX_PENDING_MESSAGES) };
      await jobs.submit([{ ...draft, queueKey: `${draft.queueKey}:dropped`, input }]);
    }
    this.#backlogs.drop(draft);
  }

  /** A text with a secret isn't saved. It is removed from the chat if possible, and a key of ours is revoked. */
  async #check(
    channelId: string,
    message: Extract<ChannelEvent, { kind: 'message' }>,
    texts: ChatTexts,
  ): Promise<Pick<EventInput, 'event' | 'rejection'>> {
    const text = takeStart(message.text, MAX_MESSAGE_CHARACTERS);
    const revoked = await this.revokeKeys(text);
    const problem = revoked > 0 ? texts.ownKey : this.#findSecret(text);
    if (problem === undefined) return { event: { ...message, text } };
    const isRemoved = await this.#remove(channelId, message);
    const rejection = [problem, isRemoved ? texts.removed : texts.removeYourself, revoked > 0 ? texts.keyRevoked : ''];
    return { event: { ...message, text: '', files: [] }, rejection: rejection.filter((part) => part !== '').join(' ') };
  }

  /** Why a text must not be saved; undefined if it may be. */
  #findSecret(text: string): string | undefined {
    try {
      this.#ports.secretGuard.refuse(text);
      return undefined;
    } catch (error) {
      return errorMessage(error);
    }
  }

  async #remove(
    channelId: string,
    { chat: to, messageId }: Extract<ChannelEvent, { kind: 'message' }>,
  ): Promise<boolean> {
    const channel = this.connections.get(channelId);
    if (channel?.capabilities.delete !== true) return false;
    return channel.act({ kind: 'delete', to, messageId }, timeLimit(this.#ports.clock, DELETE_MS)).then(
      () => true,
      () => false,
    );
  }

  async #readFile({ sessionKey, path }: FileToSend, maxBytes: number): Promise<OutgoingFile> {
    const { machine } = await this.#ports.engine.workspaces.openSession(sessionKey);
    const { size } = await machine.stat(path);
    if (size > maxBytes)
      throw invalidRequest(`${path} has ${size} bytes. This network accepts at most ${maxBytes}.`, 'FILE_TOO_LARGE');
    const { bytes } = await machine.read(path, maxBytes);
    return { name: path.slice(path.lastIndexOf('/') + 1), mimeType: 'application/octet-stream', bytes };
  }

  /** The texts in the language of a chat: that of its binding, or of the person who has it. */
  async #texts(channelId: string, to: ChatAddress): Promise<ChatTexts> {
    const settings = this.connections.settings(channelId);
    const ofBinding = settings === undefined ? undefined : findRules(settings, to).language;
    const people = ofBinding === undefined ? await this.people.list(channelId) : [];
    return pickTexts(ofBinding, people.find(({ chatId }) => chatId === to.chatId)?.language);
  }

  #follow({ action, job }: JobNotice): void {
    const isLast = action === 'ended' && this.#ports.jobs.countPending(job.queueKey) === 0;
    if (isLast) this.#backlogs.end(job);
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
}

/** An audit log that tells others about each entry: whatever changes people is in it. */
function notifying(audit: AuditStore, changed: () => void): Pick<AuditStore, 'append'> {
  return { append: (entry) => audit.append(entry).then(changed) };
}

/** The job of an event, before it is saved. */
interface MessageJob extends NewJob {
  readonly input: EventInput;
}

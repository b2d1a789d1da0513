// Handles what people send: who may do what, commands, buttons, and messages for agents. Each event is handled once.
import { defined } from '#contract/types/defined.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import { hasScope } from '#contract/wire/scopes.ts';
import { parseCommand } from '../commands/parse-command.ts';
import type { JobContext, JobEnd } from '../jobs/define-job.ts';
import type { Channel, ChannelEvent, ChannelMessage, ChannelPress, Chat } from '../ports/channel.ts';
import { timeLimit } from '../time-limit.ts';
import type { Log } from '../ports/log.ts';
import { bindSession, findRules, type BoundSession, type ChannelSettings } from './bindings.ts';
import type { ChatState } from './channel-records.ts';
import type { ChatCall, ChatCommand, ChatCommandPorts, ChatOutcome, ChatReply } from './commands/chat-command.ts';
import { CREATE_FLOW } from './commands/create.ts';
import { answerFlow, findFlow, type Flow } from './commands/flows.ts';
import { CHAT_COMMANDS, isSessionCommand } from './commands/registry.ts';
import { SCHEDULE_FLOW } from './commands/schedule.ts';
import { runTurn, type TurnPorts } from './chat-turn.ts';
import type { Outbox, Outgoing } from './outbox.ts';
import type { Access } from './people.ts';
import type { ChatRequests } from './requests.ts';
import { nameLanguage, pickTexts } from './texts/chat-texts.ts';
import type { ChatTexts } from './texts/english.ts';

const FLOWS: readonly Flow[] = [CREATE_FLOW, SCHEDULE_FLOW];
/** Commands that may have had an effect when a crash interrupts them, so they aren't repeated. */
const ONCE: ReadonlySet<string> = new Set(['run', 'create', 'schedule', 'link', 'start']);
const CALL_MS = 15_000;

/** The input of the job of an event. */
export interface EventInput {
  readonly channelId: string;
  readonly event: Exclude<ChannelEvent, { kind: 'reaction' }>;
  /** Why the text wasn't saved, as a sentence. */
  readonly rejection?: string;
}

/** What the inbox uses. */
export interface InboxPorts extends ChatCommandPorts, TurnPorts {
  readonly engine: TurnPorts['engine'];
  readonly outbox: Outbox;
  readonly requests: ChatRequests;
  readonly connection: (channelId: string) => Channel | undefined;
  readonly channelSettings: (channelId: string) => ChannelSettings | undefined;
  readonly title: (channelId: string) => string;
  /** Remembers the chat that a session answers, until the returned function is called. */
  readonly answering: (sessionKey: string, turn: ActiveTurn) => () => void;
  readonly log: Log;
}

/** The message that a session is answering. */
export interface ActiveTurn {
  readonly channelId: string;
  readonly chat: Chat;
  readonly messageId: string;
  readonly isGuest: boolean;
}

/** Whether a message is handled beside the queue of its chat: a command must not wait for the answer before it. */
export function isImmediate(event: EventInput['event']): boolean {
  if (event.kind === 'press') return true;
  const name = parseCommand(event.text)?.name;
  return name !== undefined && name !== 'chat' && isCommand(name);
}

/** Handles one event. */
export async function handleEvent(ports: InboxPorts, context: JobContext): Promise<JobEnd> {
  const input = context.job.input as EventInput; // What Channels saved.
  const { channelId, event, rejection } = input;
  const settings = ports.channelSettings(channelId);
  if (settings === undefined) return { state: 'canceled', error: 'The channel was removed.' };
  const { chat, sender } = event;
  const rules = findRules(settings, chat);
  const { guests, language } = rules;
  // The rights may have changed since the event was received.
  const access = await ports.people.judge(channelId, settings, { chat, sender, guests });
  const texts = pickTexts(language, sender.language, access.kind === 'person' ? access.person.language : undefined);
  const reply = new Replies(ports, context, input);
  if (access.kind === 'unknown') return askUnknown(ports, reply, input, { settings, texts });
  if (access.kind === 'person') await ports.people.see(access.person, event);
  if (rejection !== undefined) return reply.send(texts.rejected(rejection));
  const state = await ports.records.chat(channelId, chat);
  const isGuest = access.kind === 'guest';
  const session = bindSession(ports.settings(), rules, { channelId, chat, sender, isGuest, state });
  if (session === undefined) return { state: 'failed', error: 'The ID of this chat is too long.', isFinal: true };
  const handling: Handling = { ports, context, input, access, state, session, reply, texts, ...defined({ language }) };
  return event.kind === 'press' ? handlePress(handling, event) : handleMessage(handling, event);
}

interface Handling {
  readonly ports: InboxPorts;
  readonly context: JobContext;
  readonly input: EventInput;
  readonly access: Exclude<Access, { kind: 'unknown' }>;
  readonly state: ChatState;
  readonly session: BoundSession;
  readonly reply: Replies;
  readonly texts: ChatTexts;
  /** Language of the binding. */
  readonly language?: string;
}

async function handleMessage(handling: Handling, message: ChannelMessage): Promise<JobEnd> {
  const outcome = await answerText(handling, message.text, message.isForwarded === true);
  if (outcome === undefined) return runAgent(handling, message, message.text);
  return isMessage(outcome) ? runAgent(handling, message, outcome.message) : handling.reply.send(outcome);
}

/** A button of a command is the command, with the rights of whoever pressed it. */
async function handlePress(handling: Handling, press: ChannelPress): Promise<JobEnd> {
  const { ports, context, input, access, reply, texts } = handling;
  const channel = ports.connection(input.channelId);
  const tell = (text?: string) =>
    channel
      ?.act(
        { kind: 'answer-press', pressId: press.id, ...defined({ text }) },
        timeLimit(ports.clock, CALL_MS, context.signal),
      )
      .catch(() => undefined);
  if (press.data.startsWith('c:')) {
    await tell();
    const outcome = await answerText(handling, press.data.slice(2), false);
    return outcome === undefined || isMessage(outcome) ? { state: 'done' } : reply.send(outcome);
  }
  const result = await ports.requests.press(press, access.by, texts);
  await tell(result);
  return { state: 'done', result: { summary: result } };
}

/** The reply to a command, or to the answer of a question of one; undefined for anything else. */
async function answerText(
  { ports, context, input, access, state, session, texts }: Handling,
  text: string,
  isForwarded: boolean,
): Promise<ChatOutcome | undefined> {
  // What somebody else wrote isn't a command of whoever forwards it.
  if (isForwarded) return undefined;
  const { channelId, event } = input;
  const parsed = parseCommand(text);
  const call: ChatCall = {
    ...ports,
    channelId,
    chat: event.chat,
    senderId: event.sender.id,
    senderName: event.sender.name,
    access,
    session,
    state,
    texts,
    args: parsed?.args ?? '',
    signal: context.signal,
    key: context.job.key,
  };
  if (parsed === undefined || !isCommand(parsed.name)) {
    const open = findFlow(call);
    const flow = open === undefined ? undefined : FLOWS.find(({ command }) => command === open.command);
    if (flow === undefined || open === undefined) return undefined;
    return once(context, flow.command, () => answerFlow(call, flow, open, text));
  }
  const command = CHAT_COMMANDS.find(({ name }) => name === parsed.name);
  const missing = missingRight(command, access, texts);
  if (missing !== undefined) return missing;
  if (command !== undefined) return once(context, command.name, () => command.run(call));
  return (await ports.engine.commands.answer({ sessionKey: session.sessionKey, text, by: access.by })) ?? undefined;
}

/** Runs a command; one that a crash interrupted after it may have had an effect isn't repeated. */
async function once(context: JobContext, name: string, run: () => Promise<ChatOutcome>): Promise<ChatOutcome> {
  try {
    return await context.step('command', ONCE.has(name) ? 'ask' : 'rerun', run);
  } catch (error) {
    context.signal.throwIfAborted();
    return errorMessage(error);
  }
}

function missingRight(
  command: ChatCommand | undefined,
  access: Handling['access'],
  texts: ChatTexts,
): string | undefined {
  if (command?.isPublic === true) return undefined;
  if (access.kind === 'guest') return texts.onlyLinked;
  return hasScope(access.by.scopes, command?.scope ?? 'operator.write') ? undefined : texts.noPermission;
}

async function runAgent(handling: Handling, message: ChannelMessage, text: string): Promise<JobEnd> {
  const { ports, context, input, access, session, reply, texts, language } = handling;
  if (text.trim() === '' && message.files.length === 0) return { state: 'done' };
  const { channelId } = input;
  const isGuest = access.kind === 'guest';
  const turn = { channelId, chat: message.chat, messageId: message.messageId, isGuest };
  const release = ports.answering(session.sessionKey, turn);
  try {
    const { by } = access;
    const channel = ports.connection(channelId);
    const request = {
      channelId,
      channel,
      message,
      text,
      session,
      by,
      isGuest,
      texts,
      category: ports.title(channelId),
      ...(language === undefined ? {} : { answerIn: nameLanguage(language) }),
    };
    const answer = await context.step('run', 'rerun-with-key', () => runTurn(ports, context, request));
    const settings = ports.channelSettings(channelId);
    const { chat, sender } = message;
    const still =
      settings === undefined
        ? undefined
        : await ports.people.judge(channelId, settings, { chat, sender, guests: findRules(settings, chat).guests });
    // Whoever lost their rights meanwhile doesn't get the answer.
    if (still === undefined || still.kind === 'unknown') return NOT_ALLOWED;
    return await reply.send({ markdown: answer.reply, ...defined({ replaces: answer.liveId }) });
  } finally {
    release();
  }
}

async function askUnknown(
  { people, outbox }: InboxPorts,
  reply: Replies,
  { channelId, event }: EventInput,
  { settings, texts }: { readonly settings: ChannelSettings; readonly texts: ChatTexts },
): Promise<JobEnd> {
  const { chat, sender } = event;
  if (chat.kind !== 'direct' || sender.id === '') return NOT_ALLOWED;
  const parsed = event.kind === 'message' ? parseCommand(event.text) : undefined;
  const isCode = parsed !== undefined && ['link', 'start'].includes(parsed.name) && parsed.args !== '';
  if (isCode) {
    const isLinked = await people.useCode(channelId, sender, parsed.args, chat);
    if (isLinked) return reply.send(texts.linked);
  }
  if (settings.unknown === 'ignore') return isCode ? reply.send(texts.wrongCode) : NOT_ALLOWED;
  const { pairing } = await people.askToPair(channelId, chat, sender);
  if (pairing === undefined) return NOT_ALLOWED;
  const markdown = texts.pairing(pairing.code);
  await outbox.add({ channel: channelId, to: toAddress(chat), markdown }, `pairing:${pairing.id}`);
  return NOT_ALLOWED;
}

/** Saves replies of an event, each once. */
class Replies {
  readonly #ports: InboxPorts;
  readonly #context: JobContext;
  readonly #input: EventInput;

  constructor(ports: InboxPorts, context: JobContext, input: EventInput) {
    this.#ports = ports;
    this.#context = context;
    this.#input = input;
  }

  async send(reply: (ChatReply & Pick<Outgoing, 'replaces'>) | string): Promise<JobEnd> {
    const { channelId, event } = this.#input;
    const given = typeof reply === 'string' ? { markdown: reply } : reply;
    // Networks reject empty texts.
    if (given.markdown.trim() === '') return { state: 'done' };
    const isGroup = event.chat.kind === 'group' && event.kind === 'message';
    const outgoing: Outgoing = {
      channel: channelId,
      to: toAddress(event.chat),
      ...given,
      ...(isGroup ? { replyTo: event.messageId } : {}),
    };
    await this.#ports.outbox.add(outgoing, `reply:${this.#context.job.id}`);
    return { state: 'done', result: { summary: given.markdown } };
  }
}

function isCommand(name: string): boolean {
  return isSessionCommand(name) || CHAT_COMMANDS.some((command) => command.name === name);
}

function isMessage(outcome: ChatOutcome): outcome is { readonly message: string } {
  return typeof outcome === 'object' && 'message' in outcome;
}

function toAddress({ chatId, threadId }: Chat): Outgoing['to'] {
  return { chatId, ...defined({ threadId }) };
}

const NOT_ALLOWED: JobEnd = { state: 'canceled', error: 'The sender is not allowed.' };

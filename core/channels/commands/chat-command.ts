// What a command in a chat is: those that only chats have, and those of every session.
import type { ChannelButton, ChannelCommand, Chat } from '../../ports/channel.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Schedules } from '../../jobs/schedules-api.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Settings } from '../../ports/settings.ts';
import type { Scope } from '#contract/wire/scopes.ts';
import type { BoundSession } from '../bindings.ts';
import type { ChannelRecords, ChatState } from '../channel-records.ts';
import type { FileToSend } from '../outbox.ts';
import type { Access, People } from '../people.ts';
import type { ChatTexts } from '../texts/english.ts';

/** What commands use. */
export interface ChatCommandPorts {
  readonly engine: Pick<
    Engine,
    | 'agents'
    | 'approvals'
    | 'commands'
    | 'console'
    | 'projects'
    | 'runs'
    | 'sessions'
    | 'tools'
    | 'usage'
    | 'workspaces'
  >;
  readonly schedules: () => Pick<Schedules, 'list' | 'nextTimes' | 'add'>;
  /** All commands of chats. */
  readonly menu: (texts: ChatTexts) => readonly ChannelCommand[];
  readonly records: ChannelRecords;
  readonly people: People;
  readonly settings: () => Settings;
  readonly clock: Clock;
}

/** A command that somebody sent. */
export interface ChatCall extends ChatCommandPorts {
  readonly channelId: string;
  readonly chat: Chat;
  readonly senderId: string;
  readonly senderName?: string | undefined;
  readonly access: Exclude<Access, { kind: 'unknown' }>;
  readonly session: BoundSession;
  readonly state: ChatState;
  /** In the language of the chat. */
  readonly texts: ChatTexts;
  /** Everything after the name. */
  readonly args: string;
  readonly signal: AbortSignal;
  /** An idempotency key for what the command starts. */
  readonly key: string;
}

/** A reply to a command. */
export interface ChatReply {
  readonly markdown: string;
  readonly buttons?: readonly (readonly ChannelButton[])[];
  readonly files?: readonly FileToSend[];
}

/** A reply, or what to send to the agent instead. */
export type ChatOutcome = ChatReply | string | { readonly message: string };

/** A command of chats. */
export interface ChatCommand {
  /** Its description is in the texts. */
  readonly name: keyof ChatTexts['commands'];
  /** How to use it, after the name. */
  readonly usage?: string;
  /** Scope that the sender needs; default: that of writing. */
  readonly scope?: Scope;
  /** Also for people who may not write, such as guests. */
  readonly isPublic?: true;
  run(call: ChatCall): Promise<ChatOutcome>;
}

/** Declares a command of chats. */
export function defineChatCommand(command: ChatCommand): ChatCommand {
  return command;
}

/** Data of a button that sends a command: it is run with the rights of whoever presses it. */
export function commandButton(label: string, command: string): ChannelButton | undefined {
  const data = `c:${command}`;
  return data.length <= MAX_DATA && /^[\x20-\x7e]+$/.test(data) ? { label, data } : undefined;
}

/** Every network accepts so many bytes. */
const MAX_DATA = 60;

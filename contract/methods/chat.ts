// Chat: send, history, abort, and our own queue and resend.
import { QueueMode } from '../sessions/session-events.ts';
import type { ChatHistoryResult, ChatSendResult } from '../types/chat.ts';
import { defineMethod } from './define-method.ts';
import { publishedParams, publishedResult, withOwnFields } from '../wire/published.ts';
import { Id, Ok, SessionKey, closed, resultOf } from './results.ts';
import { type Static, Type } from 'typebox';

/** Newer clients name a session of a link by the beginning of its id. */
const NAMED_HISTORY = withOwnFields(publishedParams('ChatHistoryParams'), {
  shortId: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  slugHint: Type.Optional(Type.String({ minLength: 1, maxLength: 512 })),
});

type NamedHistory = Static<typeof NAMED_HISTORY>;

const STARTUP_PARAMS = Type.Unsafe<Omit<NamedHistory, 'sessionKey'> & Partial<Pick<NamedHistory, 'sessionKey'>>>({
  ...NAMED_HISTORY,
  required: [],
});

const HISTORY_EXTRAS = ['maxBytes'] as const;

export const CHAT_METHODS = {
  'chat.send': defineMethod({
    summary: 'Sends a message; the answer does not wait for the model.',
    scope: 'operator.write',
    rate: 'chatSend',
    params: publishedParams('ChatSendParams'),
    result: resultOf<ChatSendResult>('ChatSendResult'),
    ignores: ['mentions', 'workContext'],
    idempotent: 'engine',
  }),
  'chat.history': defineMethod({
    summary: 'Page of the transcript, newest page first, rows oldest first.',
    scope: 'operator.read',
    params: publishedParams('ChatHistoryParams'),
    result: resultOf<ChatHistoryResult>('ChatHistoryResult'),
    ignores: HISTORY_EXTRAS,
  }),
  'chat.startup': defineMethod({
    summary: 'Page of the transcript for opening a chat.',
    scope: 'operator.read',
    params: STARTUP_PARAMS,
    result: resultOf<ChatHistoryResult>('ChatHistoryResult'),
    ignores: HISTORY_EXTRAS,
  }),
  'chat.abort': defineMethod({
    summary: 'Stops the active run of a session; what has streamed is kept.',
    scope: 'operator.write',
    params: publishedParams('ChatAbortParams'),
    result: closed({ ok: Type.Literal(true), aborted: Type.Boolean(), runIds: Type.Array(Type.String()) }),
  }),
  'chat.metadata': defineMethod({
    summary: 'Models and slash commands for a chat.',
    scope: 'operator.read',
    params: publishedParams('ChatMetadataParams'),
    result: Type.Object({ models: Type.Array(Type.Unknown()), commands: Type.Array(Type.Unknown()) }),
    ignores: ['sessionKey', 'authProfileId'],
  }),
  'commands.list': defineMethod({
    summary: 'Slash commands.',
    scope: 'operator.read',
    params: publishedParams('CommandsListParams'),
    result: publishedResult('CommandsListResult'),
    ignores: ['sessionKey'],
  }),
  agent: defineMethod({
    summary: 'Runs an agent and answers twice: accepted, then the outcome.',
    scope: 'operator.write',
    rate: 'chatSend',
    params: publishedParams('AgentParams'),
    result: resultOf<Readonly<Record<string, unknown>>>('AgentResult'),
    idempotent: true,
  }),
  'agent.wait': defineMethod({
    summary: 'Waits for a run to end.',
    scope: 'operator.write',
    params: publishedParams('AgentWaitParams'),
    result: resultOf<{
      readonly runId: string;
      readonly status: 'ok' | 'error' | 'timeout';
      readonly endedAt?: number;
      readonly stopReason?: string;
    }>('AgentWaitResult'),
  }),
  'chat.resend': defineMethod({
    summary: 'Goes back to just before a message and sends it again, changed or not.',
    scope: 'operator.write',
    rate: 'chatSend',
    params: closed({
      sessionKey: SessionKey,
      messageId: Id,
      message: Type.String({ minLength: 1 }),
      idempotencyKey: Id,
    }),
    result: resultOf<ChatSendResult>('ChatSendResult'),
    idempotent: 'engine',
  }),
  'chat.queue.edit': defineMethod({
    summary: 'Changes a message that waits, or when it is used.',
    scope: 'operator.write',
    params: closed({
      sessionKey: SessionKey,
      messageId: Id,
      message: Type.Optional(Type.String({ minLength: 1 })),
      queueMode: Type.Optional(QueueMode),
    }),
    result: Ok,
  }),
  'chat.queue.move': defineMethod({
    summary: 'Changes the order of messages that wait: puts one just before another, or at the end.',
    scope: 'operator.write',
    params: closed({ sessionKey: SessionKey, messageId: Id, beforeId: Type.Optional(Id) }),
    result: Ok,
  }),
  'chat.queue.cancel': defineMethod({
    summary: 'Takes a message back that waits.',
    scope: 'operator.write',
    params: closed({ sessionKey: SessionKey, messageId: Id }),
    result: Ok,
  }),
} as const;

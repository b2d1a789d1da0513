// Chat: send, history, abort, and Gatehouse's own queue and resend.
import { QUEUE_MODES } from '../sessions/session-events.ts';
import type { ChatConcurrentResult, ChatHistoryResult, ChatSendResult } from '../types/chat.ts';
import { readMethod, writeMethod } from './define-method.ts';
import { optionsExcept, published, publishedParams, withOwnFields } from '../wire/published.ts';
import { Id, Ok, SessionKey, closed, resultType } from './results.ts';
import { type Static, Type } from 'typebox';
import { unsafeType } from '../wire/unsafe-type.ts';

/** Whether to send a message that looks like it contains a secret. Without it, such a message is rejected. */
const ALLOW_SECRETS = { allowSecrets: Type.Optional(Type.Boolean()) };

/** Newer clients limit the size of a page. */
const MAX_BYTES = { maxBytes: Type.Optional(Type.Integer({ minimum: 1 })) };

const HISTORY_PARAMS = withOwnFields(publishedParams('ChatHistoryParams'), MAX_BYTES);

/** Newer clients refer to a session from a link by the start of its ID. */
const NAMED_HISTORY = withOwnFields(publishedParams('ChatHistoryParams'), {
  ...MAX_BYTES,
  shortId: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  slugHint: Type.Optional(Type.String({ minLength: 1, maxLength: 512 })),
});

type NamedHistory = Static<typeof NAMED_HISTORY>;

const STARTUP_PARAMS = unsafeType<Omit<NamedHistory, 'sessionKey'> & Partial<Pick<NamedHistory, 'sessionKey'>>>({
  ...NAMED_HISTORY,
  required: [],
});

const SAME_FOR_ALL_REASON = 'Models and commands are the same for every agent and session.';

/** Methods that send messages, run agents, and read transcripts. */
export const CHAT_METHODS = {
  'chat.send': writeMethod({
    summary: "Sends a message. The response doesn't wait for the model.",
    common: true,
    rate: 'chatSend',
    params: withOwnFields(publishedParams('ChatSendParams'), ALLOW_SECRETS),
    result: resultType<ChatSendResult>('ChatSendResult'),
    unsupported: [
      'deliver',
      'intent',
      'fastMode',
      'fastAutoOnSeconds',
      'toolBindings',
      'replyToId',
      'workContext',
      'originatingChannel',
      'originatingTo',
      'originatingAccountId',
      'originatingThreadId',
      'systemInputProvenance',
      'systemProvenanceReceipt',
      'expectedSessionRoutingContract',
      'expectedToolOverrides',
    ],
    ignores: {
      mentions: 'The text contains the mentioned names.',
      __controlUiReconnectResume: 'Runs continue while a client is disconnected.',
    },
    idempotent: 'engine',
  }),
  'chat.history': readMethod({
    common: true,
    summary:
      "Returns a page of the transcript, newest page first, with rows oldest first. With `maxBytes`, older rows that don't fit are left for the next page.",
    params: HISTORY_PARAMS,
    result: resultType<ChatHistoryResult>('ChatHistoryResult'),
  }),
  'chat.startup': readMethod({
    summary: 'Returns the page of the transcript that is shown when a chat is opened.',
    params: STARTUP_PARAMS,
    result: resultType<ChatHistoryResult>('ChatHistoryResult'),
  }),
  'chat.abort': writeMethod({
    summary: 'Stops the active run of a session. Text streamed so far is kept.',
    params: publishedParams('ChatAbortParams'),
    ignores: { preserveSideRuns: 'There are no side runs.' },
    result: closed({ ok: Type.Literal(true), aborted: Type.Boolean(), runIds: Type.Array(Type.String()) }),
  }),
  'chat.metadata': readMethod({
    summary: 'Returns the models and slash commands available in a chat.',
    params: publishedParams('ChatMetadataParams'),
    result: Type.Object({ models: Type.Array(Type.Unknown()), commands: Type.Array(Type.Unknown()) }),
    ignores: {
      agentId: SAME_FOR_ALL_REASON,
      sessionKey: SAME_FOR_ALL_REASON,
      authProfileId: 'Each provider has one key.',
    },
  }),
  'commands.list': readMethod({
    summary: 'Lists slash commands.',
    ...published('CommandsList'),
    ignores: {
      agentId: SAME_FOR_ALL_REASON,
      sessionKey: SAME_FOR_ALL_REASON,
      provider: 'Commands have the same names on every channel.',
    },
  }),
  agent: writeMethod({
    summary: 'Runs an agent and responds twice: when the run is accepted and when it ends.',
    rate: 'chatSend',
    params: publishedParams('AgentParams'),
    result: resultType<Readonly<Record<string, unknown>>>('AgentResult'),
    unsupported: optionsExcept(publishedParams('AgentParams'), [
      'message',
      'agentId',
      'provider',
      'model',
      'sessionId',
      'sessionKey',
      'expectedExistingSessionId',
      'thinking',
      'attachments',
      'timeout',
      'extraSystemPrompt',
      'idempotencyKey',
      'cleanupBundleMcpOnRunEnd',
    ]),
    ignores: { cleanupBundleMcpOnRunEnd: 'There are no bundled MCP servers.' },
    idempotent: true,
  }),
  'agent.wait': writeMethod({
    summary: 'Waits for a run to end.',
    params: publishedParams('AgentWaitParams'),
    result: resultType<{
      readonly runId: string;
      readonly status: 'ok' | 'error' | 'timeout';
      readonly endedAt?: number;
      readonly stopReason?: string;
    }>('AgentWaitResult'),
  }),
  'chat.concurrent': writeMethod({
    summary:
      'Sends a message that runs at once, even while the session is busy: then it runs in a fork of the conversation as it was before the active run, in the same folder. `sessionKey` in the result is where it runs.',
    rate: 'chatSend',
    params: closed({
      sessionKey: SessionKey,
      message: Type.String(),
      attachments: Type.Optional(Type.Array(Type.Unknown())),
      ...ALLOW_SECRETS,
      idempotencyKey: Id,
    }),
    result: resultType<ChatConcurrentResult>('ChatConcurrentResult'),
    idempotent: 'engine',
  }),
  'chat.resend': writeMethod({
    summary:
      "Rewinds to just before a message and sends it again, edited or unchanged. `model`: the model for this run, as `provider/model`, instead of the session's.",
    rate: 'chatSend',
    params: closed({
      sessionKey: SessionKey,
      messageId: Id,
      message: Type.String({ minLength: 1 }),
      model: Type.Optional(Type.String({ pattern: '^[^/]+/.+$', maxLength: 300 })),
      idempotencyKey: Id,
    }),
    result: resultType<ChatSendResult>('ChatSendResult'),
    idempotent: 'engine',
  }),
  'chat.queue.edit': writeMethod({
    summary:
      'Edits a queued message or changes its queue mode, which also releases a message that is held because its run was stopped.',
    params: closed({
      sessionKey: SessionKey,
      messageId: Id,
      message: Type.Optional(Type.String({ minLength: 1 })),
      queueMode: Type.Optional(Type.Enum([...QUEUE_MODES])),
    }),
    result: Ok,
  }),
  'chat.queue.move': writeMethod({
    summary: 'Moves a queued message before another one or to the end of the queue.',
    params: closed({ sessionKey: SessionKey, messageId: Id, beforeId: Type.Optional(Id) }),
    result: Ok,
  }),
  'chat.queue.cancel': writeMethod({
    summary: 'Cancels a queued message.',
    params: closed({ sessionKey: SessionKey, messageId: Id }),
    result: Ok,
  }),
} as const;

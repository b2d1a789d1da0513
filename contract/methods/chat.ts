// Chat: send, history, abort, and Gatehouse's own queue and resend.
import { QueueMode } from '../sessions/session-events.ts';
import type { ChatHistoryResult, ChatSendResult } from '../types/chat.ts';
import { defineMethod } from './define-method.ts';
import { publishedParams, publishedResult, withOwnFields } from '../wire/published.ts';
import { Id, Ok, SessionKey, closed, resultOf } from './results.ts';
import { type Static, Type } from 'typebox';

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

const STARTUP_PARAMS = Type.Unsafe<Omit<NamedHistory, 'sessionKey'> & Partial<Pick<NamedHistory, 'sessionKey'>>>({
  ...NAMED_HISTORY,
  required: [],
});

const SAME_FOR_ALL_REASON = 'Models and commands are the same for every agent and session.';

export const CHAT_METHODS = {
  'chat.send': defineMethod({
    summary: "Sends a message. The response doesn't wait for the model.",
    scope: 'operator.write',
    rate: 'chatSend',
    params: publishedParams('ChatSendParams'),
    result: resultOf<ChatSendResult>('ChatSendResult'),
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
  'chat.history': defineMethod({
    summary:
      "Returns a page of the transcript, newest page first, with rows oldest first. With `maxBytes`, older rows that don't fit are left for the next page.",
    scope: 'operator.read',
    params: HISTORY_PARAMS,
    result: resultOf<ChatHistoryResult>('ChatHistoryResult'),
  }),
  'chat.startup': defineMethod({
    summary: 'Returns the page of the transcript that is shown when a chat is opened.',
    scope: 'operator.read',
    params: STARTUP_PARAMS,
    result: resultOf<ChatHistoryResult>('ChatHistoryResult'),
  }),
  'chat.abort': defineMethod({
    summary: 'Stops the active run of a session. Text streamed so far is kept.',
    scope: 'operator.write',
    params: publishedParams('ChatAbortParams'),
    ignores: { preserveSideRuns: 'There are no side runs.' },
    result: closed({ ok: Type.Literal(true), aborted: Type.Boolean(), runIds: Type.Array(Type.String()) }),
  }),
  'chat.metadata': defineMethod({
    summary: 'Returns the models and slash commands available in a chat.',
    scope: 'operator.read',
    params: publishedParams('ChatMetadataParams'),
    result: Type.Object({ models: Type.Array(Type.Unknown()), commands: Type.Array(Type.Unknown()) }),
    ignores: {
      agentId: SAME_FOR_ALL_REASON,
      sessionKey: SAME_FOR_ALL_REASON,
      authProfileId: 'Each provider has one key.',
    },
  }),
  'commands.list': defineMethod({
    summary: 'Lists slash commands.',
    scope: 'operator.read',
    params: publishedParams('CommandsListParams'),
    result: publishedResult('CommandsListResult'),
    ignores: {
      agentId: SAME_FOR_ALL_REASON,
      sessionKey: SAME_FOR_ALL_REASON,
      provider: 'Commands have the same names on every channel.',
    },
  }),
  agent: defineMethod({
    summary: 'Runs an agent and responds twice: when the run is accepted and when it ends.',
    scope: 'operator.write',
    rate: 'chatSend',
    params: publishedParams('AgentParams'),
    result: resultOf<Readonly<Record<string, unknown>>>('AgentResult'),
    unsupported: [
      'to',
      'replyTo',
      'deliver',
      'bestEffortDeliver',
      'channel',
      'replyChannel',
      'accountId',
      'replyAccountId',
      'threadId',
      'groupId',
      'groupChannel',
      'groupSpace',
      'cwd',
      'label',
      'lane',
      'modelRun',
      'promptMode',
      'bootstrapContextMode',
      'bootstrapContextRunKind',
      'acpTurnSource',
      'internalRuntimeHandoffId',
      'internalExecutionIdentityRetry',
      'internalExecutionIdentityRecoveryAttempt',
      'execApprovalFollowupExpectedSessionId',
      'internalEvents',
      'inputProvenance',
      'suppressPromptPersistence',
      'sessionEffects',
      'sourceReplyDeliveryMode',
      'disableMessageTool',
      'swarmCollector',
      'swarmOutputSchema',
      'forceRestartSafeTools',
      'forceCodeModeTools',
      'voiceWakeTrigger',
    ],
    ignores: { cleanupBundleMcpOnRunEnd: 'There are no bundled MCP servers.' },
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
    summary: 'Rewinds to just before a message and sends it again, edited or unchanged.',
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
    summary: 'Edits a queued message or changes its queue mode.',
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
    summary: 'Moves a queued message before another one or to the end of the queue.',
    scope: 'operator.write',
    params: closed({ sessionKey: SessionKey, messageId: Id, beforeId: Type.Optional(Id) }),
    result: Ok,
  }),
  'chat.queue.cancel': defineMethod({
    summary: 'Cancels a queued message.',
    scope: 'operator.write',
    params: closed({ sessionKey: SessionKey, messageId: Id }),
    result: Ok,
  }),
} as const;

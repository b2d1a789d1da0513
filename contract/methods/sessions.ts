// Sessions: list, life cycle, subscriptions, watching.
import { LONGEST_RETENTION_DAYS, ResetPolicy } from '../sessions/session-lifecycle.ts';
import type { Item } from '../sessions/session-view.ts';
import type {
  SessionRow,
  SessionWatchResult,
  SessionsCreateResult,
  SessionsListResult,
  SessionsPatchResult,
} from '../types/sessions.ts';
import { defineMethod } from './define-method.ts';
import { publishedParams, publishedResult, withOwnFields } from '../wire/published.ts';
import { Id, Ok, SessionKey, closed, resultOf } from './results.ts';
import { Type } from 'typebox';

/** The scope that the fields of a change need. */
export const patchScope = (params: Readonly<Record<string, unknown>>) =>
  Object.keys(params).every((name) => WRITE_FIELDS.has(name))
    ? ('operator.write' as const)
    : ('operator.admin' as const);

const WRITE_FIELDS = new Set([
  'key',
  'agentId',
  'label',
  'icon',
  'color',
  'category',
  'pinned',
  'archived',
  'unread',
  'model',
  'thinkingLevel',
  'fastMode',
  'permissionMode',
  'expectedSessionId',
  'expectedLifecycleRevision',
  'expectedPermissionMode',
  'expectedMarkedUnreadAt',
]);

/** `sessions.create`, which has two names. */
export const CREATE_SESSION = defineMethod({
  summary: 'Creates a session, with a first message or without.',
  scope: (params) => (params.incognito === true || params.execNode !== undefined ? 'operator.admin' : 'operator.write'),
  params: publishedParams('SessionsCreateParams'),
  result: resultOf<SessionsCreateResult>('SessionsCreateResult'),
  ignores: ['titleSource', 'agentRuntime', 'timeoutMs', 'mentions', 'repository', 'worktreeSource'],
  idempotent: true,
});

const optionalFlag = Type.Optional(Type.Boolean());

/** Fields that newer clients send besides those that are published. */
const LIST_PARAMS = withOwnFields(publishedParams('SessionsListParams'), {
  activeOnly: optionalFlag,
  excludeSubagents: optionalFlag,
  excludeCron: optionalFlag,
  pinned: optionalFlag,
  group: Type.Optional(Type.String({ maxLength: 512 })),
  workspaceDir: Type.Optional(Type.String({ maxLength: 4096 })),
});

const LIST_IGNORES = ['excludeSystem', 'includeActivitySummary', 'projectId', 'hasBoard'] as const;

export const SESSION_METHODS = {
  'sessions.list': defineMethod({
    summary: 'Sessions, newest first, with search, filter and paging.',
    scope: 'operator.read',
    params: LIST_PARAMS,
    result: resultOf<SessionsListResult>('SessionsListResult'),
    ignores: LIST_IGNORES,
  }),
  'sessions.describe': defineMethod({
    summary: 'One row, or null.',
    scope: 'operator.read',
    params: publishedParams('SessionsDescribeParams'),
    result: resultOf<{ readonly session: SessionRow | null }>('SessionsDescribeResult'),
    ignores: ['agentId'],
  }),
  'sessions.create': CREATE_SESSION,
  'sessions.patch': defineMethod({
    summary:
      'Changes a session: title, pin, archive, unread, model, mode; ours: `resetPolicy` and `retentionDays`. null clears.',
    scope: patchScope,
    params: withOwnFields(publishedParams('SessionsPatchParams'), {
      resetPolicy: Type.Optional(Type.Union([ResetPolicy, Type.Null()])),
      retentionDays: Type.Optional(
        Type.Union([Type.Integer({ minimum: 0, maximum: LONGEST_RETENTION_DAYS }), Type.Null()]),
      ),
    }),
    result: resultOf<SessionsPatchResult>('SessionsPatchResult'),
    ignores: ['autoLabel', 'agentRuntime', 'sandboxMode', 'displayName'],
  }),
  'sessions.reset': defineMethod({
    summary: 'Begins a new conversation under the same key; the old one stays readable.',
    scope: 'operator.admin',
    params: publishedParams('SessionsResetParams'),
    result: resultOf<SessionsPatchResult>('SessionsPatchResult'),
    ignores: ['expectedSessionId'],
  }),
  'sessions.delete': defineMethod({
    summary: 'Deletes a session; it can be restored for 30 days.',
    scope: (params) => (params.archivedOnly === true ? 'operator.write' : 'operator.admin'),
    params: publishedParams('SessionsDeleteParams'),
    result: publishedResult('SessionsDeleteResult'),
  }),
  'sessions.restore': defineMethod({
    summary: 'Takes the deletion of a session back.',
    scope: 'operator.admin',
    params: closed({ key: SessionKey }),
    result: Ok,
  }),
  'sessions.compact': defineMethod({
    summary: 'Summarises the older part of a conversation for the model.',
    scope: 'operator.admin',
    params: publishedParams('SessionsCompactParams'),
    result: resultOf<{
      readonly ok: true;
      readonly key: string;
      readonly compacted: boolean;
      readonly result?: { readonly summary: string; readonly tokensBefore: number };
    }>('SessionsCompactResult'),
  }),
  'sessions.compaction.undo': defineMethod({
    summary: 'Takes the last summary back: the model sees the old part whole again. `seq` is the number of its event.',
    scope: 'operator.admin',
    params: closed({ key: SessionKey, seq: Type.Integer({ minimum: 1 }) }),
    result: Ok,
  }),
  'sessions.compaction.edit': defineMethod({
    summary: 'Rewrites the summary that stands for the old part of a conversation.',
    scope: 'operator.admin',
    params: closed({
      key: SessionKey,
      seq: Type.Integer({ minimum: 1 }),
      summary: Type.String({ minLength: 1, maxLength: 32_000 }),
    }),
    result: Ok,
  }),
  'sessions.abort': defineMethod({
    summary: 'Stops the active run of a session.',
    scope: 'operator.write',
    params: publishedParams('SessionsAbortParams'),
    result: resultOf<{
      readonly ok: true;
      readonly abortedRunId: string | null;
      readonly status: 'aborted' | 'no-active-run';
    }>('SessionsAbortResult'),
  }),
  'sessions.subscribe': defineMethod({
    summary: 'From now on: `sessions.changed` events. With list params also the list.',
    scope: 'operator.read',
    params: LIST_PARAMS,
    result: resultOf<{ readonly subscribed: true; readonly list?: SessionsListResult }>('SessionsSubscribeResult'),
    ignores: LIST_IGNORES,
  }),
  'sessions.messages.subscribe': defineMethod({
    summary: 'From now on: `session.message` events of one session.',
    scope: 'operator.read',
    params: publishedParams('SessionsMessagesSubscribeParams'),
    result: resultOf<{ readonly subscribed: true; readonly key: string; readonly approvalReplay?: unknown }>(
      'SessionsMessagesSubscribeResult',
    ),
  }),
  'sessions.messages.unsubscribe': defineMethod({
    summary: 'Ends that.',
    scope: 'operator.read',
    params: publishedParams('SessionsMessagesUnsubscribeParams'),
    result: resultOf<{ readonly subscribed: false; readonly key: string }>('SessionsMessagesUnsubscribeResult'),
  }),
  'sessions.watch': defineMethod({
    summary: 'Follows one session with durable events and true increments, from `afterSeq` where possible.',
    scope: 'operator.read',
    params: closed({
      key: SessionKey,
      afterSeq: Type.Optional(Type.Integer({ minimum: 0 })),
      items: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
    }),
    result: resultOf<SessionWatchResult>('SessionWatchResult'),
  }),
  'sessions.unwatch': defineMethod({
    summary: 'Ends that.',
    scope: 'operator.read',
    params: closed({ key: SessionKey }),
    result: Ok,
  }),
  'sessions.items': defineMethod({
    summary: 'Older items of a session view.',
    scope: 'operator.read',
    params: closed({
      key: SessionKey,
      beforeSeq: Type.Integer({ minimum: 1 }),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
    }),
    result: resultOf<{ readonly items: readonly Item[]; readonly hasOlder: boolean }>('SessionItemsResult'),
  }),
  'sessions.item.get': defineMethod({
    summary: 'One item with its whole text.',
    scope: 'operator.read',
    params: closed({ key: SessionKey, itemId: Id }),
    result: resultOf<{ readonly item: Item }>('SessionItemResult'),
  }),
} as const;

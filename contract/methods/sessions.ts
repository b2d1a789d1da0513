// Sessions: list, lifecycle, subscriptions.
import { MAX_RETENTION_DAYS, ResetPolicy } from '../sessions/session-lifecycle.ts';
import { PROJECT_ID_PATTERN } from '../types/projects.ts';
import { APPROVAL_MODES } from '../types/approval-modes.ts';
import type { Item } from '../sessions/session-view.ts';
import type {
  SessionRow,
  SessionWatchResult,
  SessionsCreateResult,
  SessionsListResult,
  SessionsPatchResult,
} from '../types/sessions.ts';
import type { Scope } from '../wire/scopes.ts';
import { adminMethod, defineMethod, readMethod, writeMethod } from './define-method.ts';
import { ContextLimits } from './context.ts';
import { PersonaChoice } from './personas.ts';
import { optionsExcept, published, publishedParams, withOwnFields } from '../wire/published.ts';
import { Id, Ok, SessionKey, closed, resultType } from './results.ts';
import { Type } from 'typebox';

const MENTIONS_REASON = 'The text contains the mentioned names.';
const NO_HOOKS_REASON = 'There are no lifecycle hooks.';
/** Why the options for global sessions have no effect. */
export const NO_GLOBAL_REASON = 'There are no global or unknown sessions.';
const ALWAYS_INCLUDED_REASON = 'Rows always have it.';
const ONE_OWNER_REASON = 'All sessions belong to the owner of the gateway.';

/** The scope required to change the given fields. */
export function patchScope(params: Readonly<Record<string, unknown>>): Scope {
  return Object.keys(params).every((name) => WRITE_FIELDS.has(name)) ? 'operator.write' : 'operator.admin';
}

/** The supported options of `sessions.patch` that the protocol has. */
const PATCH_FIELDS = [
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
  'permissionMode',
  'expectedSessionId',
  'expectedPermissionMode',
] as const;
const WRITE_FIELDS: ReadonlySet<string> = new Set([...PATCH_FIELDS, 'approvalMode']);

/** Options of `sessions.patch` in other versions of the protocol. */
const OTHER_PATCH_FIELDS = [
  'agentRuntime',
  'autoLabel',
  'boardPresentation',
  'displayName',
  'nativeRuntimeConsent',
  'sandboxMode',
];

/** `sessions.create`, which has an alias. */
export const CREATE_SESSION = defineMethod({
  summary:
    'Creates a session, optionally with a first message. With `worktree`, it works in a new worktree of the repository in `cwd`. `machine` requires an administrator and a fresh proof.',
  // As in `sessions.patch`: another machine can mean less isolation.
  scope: ({ machine }) => (machine === undefined ? 'operator.write' : 'operator.admin'),
  params: withOwnFields(publishedParams('SessionsCreateParams'), {
    approvalMode: Type.Optional(Type.Enum([...APPROVAL_MODES])),
    // With `worktree`: an existing branch to work on, or the name of the new one.
    worktreeBranch: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    // An existing worktree to work in.
    worktreeId: Type.Optional(Id),
    persona: Type.Optional(PersonaChoice),
    // The kind of machine that its commands use.
    machine: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  }),
  result: resultType<SessionsCreateResult>('SessionsCreateResult'),
  unsupported: [
    'incognito',
    'worktreeSource',
    'repository',
    'projectGitUrl',
    'execNode',
    'agentRuntime',
    'catalogId',
    'contextWindow',
    'fastMode',
    'toolOverrides',
    'visibility',
    'spawnDepth',
    'timeoutMs',
  ],
  ignores: {
    titleSource: 'Titles are derived from the first message.',
    mentions: MENTIONS_REASON,
    emitCommandHooks: NO_HOOKS_REASON,
    succeedsParent: 'The parent session stays as it is in both cases.',
  },
  idempotent: true,
});

const optionalFlag = Type.Optional(Type.Boolean());

/** Fields that newer clients send in addition to the published ones. */
const LIST_PARAMS = withOwnFields(publishedParams('SessionsListParams'), {
  activeOnly: optionalFlag,
  // Only deleted sessions that can be restored, instead of the others.
  deleted: optionalFlag,
  excludeSubagents: optionalFlag,
  excludeCron: optionalFlag,
  pinned: optionalFlag,
  group: Type.Optional(Type.String({ maxLength: 512 })),
  workspaceDir: Type.Optional(Type.String({ maxLength: 4096 })),
  projectId: Type.Optional(Type.String({ pattern: PROJECT_ID_PATTERN })),
});

const LIST_OPTIONS = {
  unsupported: ['hasBoard', 'boardFace', 'creatorId', 'ownerId', 'involvingProfileId', 'profileRelation'],
  ignores: {
    includeGlobal: NO_GLOBAL_REASON,
    includeUnknown: NO_GLOBAL_REASON,
    excludeSystem: 'There are no system sessions.',
    includeActivitySummary: 'There are no activity summaries.',
    includeDerivedTitles: ALWAYS_INCLUDED_REASON,
    includeLastMessage: ALWAYS_INCLUDED_REASON,
    ownerFirst: ONE_OWNER_REASON,
    involvingMe: ONE_OWNER_REASON,
    includePeople: ONE_OWNER_REASON,
  },
} as const;

/** Methods that manage sessions and subscribe to them. */
export const SESSION_METHODS = {
  'sessions.list': readMethod({
    common: true,
    summary: 'Lists sessions, newest first, with search, filters, and paging.',
    params: LIST_PARAMS,
    result: resultType<SessionsListResult>('SessionsListResult'),
    ...LIST_OPTIONS,
  }),
  'sessions.describe': readMethod({
    summary: 'Returns a session, or null.',
    params: publishedParams('SessionsDescribeParams'),
    result: resultType<{ readonly session: SessionRow | null }>('SessionsDescribeResult'),
    ignores: {
      agentId: 'The key names the agent.',
      includeDerivedTitles: ALWAYS_INCLUDED_REASON,
      includeLastMessage: ALWAYS_INCLUDED_REASON,
    },
  }),
  'sessions.create': CREATE_SESSION,
  'sessions.patch': defineMethod({
    summary:
      "Updates a session: title, pin, archive, unread, model, `approvalMode` (or `permissionMode`, with the names of OpenClaw), `resetPolicy`, `retentionDays`, `persona`, `context` (limits that replace the agent's), or `machine`, the kind of machine that its commands use from now on. Null clears a value.",
    scope: patchScope,
    params: withOwnFields(publishedParams('SessionsPatchParams'), {
      approvalMode: Type.Optional(Type.Union([Type.Enum([...APPROVAL_MODES]), Type.Null()])),
      machine: Type.Optional(Type.Union([Type.String({ minLength: 1, maxLength: 64 }), Type.Null()])),
      resetPolicy: Type.Optional(Type.Union([ResetPolicy, Type.Null()])),
      persona: Type.Optional(Type.Union([PersonaChoice, Type.Null()])),
      context: Type.Optional(Type.Union([ContextLimits, Type.Null()])),
      retentionDays: Type.Optional(
        Type.Union([Type.Integer({ minimum: 0, maximum: MAX_RETENTION_DAYS }), Type.Null()]),
      ),
    }),
    result: resultType<SessionsPatchResult>('SessionsPatchResult'),
    unsupported: [...optionsExcept(publishedParams('SessionsPatchParams'), PATCH_FIELDS), ...OTHER_PATCH_FIELDS],
  }),
  'sessions.reset': adminMethod({
    summary: 'Starts a new conversation under the same key. The previous one is kept.',
    params: withOwnFields(publishedParams('SessionsResetParams'), {
      expectedSessionId: Type.Optional(Type.String({ minLength: 1 })),
    }),
    result: resultType<SessionsPatchResult>('SessionsPatchResult'),
    ignores: { reason: 'Both reasons start a new conversation.' },
  }),
  'sessions.delete': defineMethod({
    summary: 'Deletes a session. It can be restored for 30 days.',
    scope: (params) => (params.archivedOnly === true ? 'operator.write' : 'operator.admin'),
    ...published('SessionsDelete'),
    unsupported: [{ option: 'deleteTranscript', accepts: [true] }, 'expectedLifecycleRevision'],
    ignores: { emitLifecycleHooks: NO_HOOKS_REASON },
  }),
  'sessions.restore': adminMethod({
    summary: 'Restores a deleted session.',
    params: closed({ key: SessionKey }),
    result: Ok,
  }),
  'sessions.compact': adminMethod({
    summary: 'Summarizes the older part of a conversation for the model.',
    isLong: true,
    params: publishedParams('SessionsCompactParams'),
    unsupported: ['maxLines'],
    result: resultType<{
      readonly ok: true;
      readonly key: string;
      readonly compacted: boolean;
      readonly result?: { readonly summary: string; readonly tokensBefore: number };
    }>('SessionsCompactResult'),
  }),
  'sessions.compaction.undo': adminMethod({
    summary:
      "Undoes the last summary so that the model sees the full history again. `seq` is the number of the summary's event.",
    params: closed({ key: SessionKey, seq: Type.Integer({ minimum: 1 }) }),
    result: Ok,
  }),
  'sessions.compaction.edit': adminMethod({
    summary: 'Replaces the text of a summary.',
    params: closed({
      key: SessionKey,
      seq: Type.Integer({ minimum: 1 }),
      summary: Type.String({ minLength: 1, maxLength: 32_000 }),
    }),
    result: Ok,
  }),
  'sessions.abort': writeMethod({
    summary: 'Stops the active run of a session.',
    params: publishedParams('SessionsAbortParams'),
    result: resultType<{
      readonly ok: true;
      readonly abortedRunId: string | null;
      readonly status: 'aborted' | 'no-active-run';
    }>('SessionsAbortResult'),
  }),
  'sessions.subscribe': readMethod({
    common: true,
    summary: 'Subscribes to `sessions.changed` events. With list parameters, also returns the list.',
    params: LIST_PARAMS,
    result: resultType<{ readonly subscribed: true; readonly list?: SessionsListResult }>('SessionsSubscribeResult'),
    ...LIST_OPTIONS,
  }),
  'sessions.messages.subscribe': readMethod({
    summary: 'Subscribes to the `session.message` events of a session.',
    params: publishedParams('SessionsMessagesSubscribeParams'),
    result: resultType<{ readonly subscribed: true; readonly key: string; readonly approvalReplay?: unknown }>(
      'SessionsMessagesSubscribeResult',
    ),
  }),
  'sessions.messages.unsubscribe': readMethod({
    summary: 'Unsubscribes from the `session.message` events of a session.',
    params: publishedParams('SessionsMessagesUnsubscribeParams'),
    result: resultType<{ readonly subscribed: false; readonly key: string }>('SessionsMessagesUnsubscribeResult'),
  }),
  'sessions.watch': readMethod({
    common: true,
    summary: "Subscribes to a session's durable and live events, resuming from `afterSeq` if possible.",
    params: closed({
      key: SessionKey,
      afterSeq: Type.Optional(Type.Integer({ minimum: 0 })),
      items: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
    }),
    result: resultType<SessionWatchResult>('SessionWatchResult'),
  }),
  'sessions.unwatch': readMethod({
    summary: "Unsubscribes from a session's events.",
    params: closed({ key: SessionKey }),
    result: Ok,
  }),
  'sessions.items': readMethod({
    summary: "Returns older items of a session's view.",
    params: closed({
      key: SessionKey,
      beforeSeq: Type.Integer({ minimum: 1 }),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
    }),
    result: resultType<{ readonly items: readonly Item[]; readonly hasOlder: boolean }>('SessionItemsResult'),
  }),
  'sessions.item.get': readMethod({
    summary: 'Returns an item with its full text.',
    params: closed({ key: SessionKey, itemId: Id }),
    result: resultType<{ readonly item: Item }>('SessionItemResult'),
  }),
} as const;

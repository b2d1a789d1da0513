// Writes to sessions by other names and to several at once: sends, spawn, groups, notes.
import type { ChatSendResult } from '../types/chat.ts';
import type { SessionsCreateResult } from '../types/sessions.ts';
import { defineMethod } from './define-method.ts';
import { publishedParams, publishedResult } from '../wire/published.ts';
import { resultOf } from './results.ts';

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

export const SESSION_WRITE_METHODS = {
  'sessions.send': defineMethod({
    summary: 'Sends a message into a session that exists.',
    scope: 'operator.write',
    rate: 'chatSend',
    params: publishedParams('SessionsSendParams'),
    result: resultOf<ChatSendResult>('ChatSendResult'),
    idempotent: 'engine',
  }),
  'sessions.steer': defineMethod({
    summary: 'The same, and what runs is stopped for it.',
    scope: 'operator.write',
    params: publishedParams('SessionsSendParams'),
    result: resultOf<ChatSendResult>('ChatSendResult'),
    idempotent: 'engine',
  }),
  'sessions.spawn': defineMethod({ ...CREATE_SESSION, summary: 'Another name of sessions.create.' }),
  'sessions.patchMany': defineMethod({
    summary: 'The same change to several sessions; each has its own outcome.',
    scope: ({ patch }) => patchScope(patch),
    params: publishedParams('SessionsPatchManyParams'),
    result: publishedResult('SessionsPatchManyResult'),
  }),
  'sessions.groups.put': defineMethod({
    summary: 'Replaces the list of groups.',
    scope: 'operator.write',
    params: publishedParams('SessionsGroupsPutParams'),
    result: publishedResult('SessionsGroupsMutationResult'),
  }),
  'sessions.groups.rename': defineMethod({
    summary: 'Renames a group, with the sessions in it.',
    scope: 'operator.write',
    params: publishedParams('SessionsGroupsRenameParams'),
    result: publishedResult('SessionsGroupsMutationResult'),
  }),
  'sessions.groups.delete': defineMethod({
    summary: 'Removes a group; its sessions are in none then.',
    scope: 'operator.write',
    params: publishedParams('SessionsGroupsDeleteParams'),
    result: publishedResult('SessionsGroupsMutationResult'),
  }),
  'chat.inject': defineMethod({
    summary: 'Puts a note into the transcript without a run. People see it, the model does not.',
    scope: 'operator.admin',
    params: publishedParams('ChatInjectParams'),
    result: resultOf<{ readonly ok: true; readonly messageId: string }>('ChatInjectResult'),
  }),
} as const;

// Other writes to sessions: send, steer, spawn, bulk changes, groups, notes.
import type { ChatSendResult } from '../types/chat.ts';
import { defineMethod } from './define-method.ts';
import { published, publishedParams, publishedResult } from '../wire/published.ts';
import { resultType } from './results.ts';
import { CREATE_SESSION, patchScope } from './sessions.ts';

/** Methods that send to sessions and change several at a time. */
export const SESSION_WRITE_METHODS = {
  'sessions.send': defineMethod({
    summary: 'Sends a message to an existing session.',
    scope: 'operator.write',
    rate: 'chatSend',
    params: publishedParams('SessionsSendParams'),
    result: resultType<ChatSendResult>('ChatSendResult'),
    idempotent: 'engine',
  }),
  'sessions.steer': defineMethod({
    summary: 'Stops the active run of a session and sends a message.',
    scope: 'operator.write',
    params: publishedParams('SessionsSendParams'),
    result: resultType<ChatSendResult>('ChatSendResult'),
    idempotent: 'engine',
  }),
  'sessions.spawn': defineMethod({ ...CREATE_SESSION, summary: 'Alias of `sessions.create`.' }),
  'sessions.patchMany': defineMethod({
    summary: 'Applies one change to several sessions. Each has its own result.',
    scope: ({ patch }) => patchScope(patch),
    ...published('SessionsPatchMany'),
  }),
  'sessions.groups.put': defineMethod({
    summary: 'Replaces the list of groups.',
    scope: 'operator.write',
    params: publishedParams('SessionsGroupsPutParams'),
    result: publishedResult('SessionsGroupsMutationResult'),
  }),
  'sessions.groups.rename': defineMethod({
    summary: 'Renames a group and updates the sessions in it.',
    scope: 'operator.write',
    params: publishedParams('SessionsGroupsRenameParams'),
    result: publishedResult('SessionsGroupsMutationResult'),
  }),
  'sessions.groups.delete': defineMethod({
    summary: 'Deletes a group. Its sessions are kept without a group.',
    scope: 'operator.write',
    params: publishedParams('SessionsGroupsDeleteParams'),
    result: publishedResult('SessionsGroupsMutationResult'),
  }),
  'chat.inject': defineMethod({
    summary: "Adds a note to the transcript without starting a run. People see it; the model doesn't.",
    scope: 'operator.admin',
    params: publishedParams('ChatInjectParams'),
    result: resultType<{ readonly ok: true; readonly messageId: string }>('ChatInjectResult'),
  }),
} as const;

// Other writes to sessions: send, steer, spawn, bulk changes, groups, notes.
import { Type } from 'typebox';
import type { ChatSendResult } from '../types/chat.ts';
import { adminMethod, defineMethod, writeMethod } from './define-method.ts';
import { published, publishedParams, publishedResult } from '../wire/published.ts';
import { Id, SessionKey, closed, resultType } from './results.ts';
import { CREATE_SESSION, patchScope } from './sessions.ts';

/** Methods that send to sessions and change several at a time. */
export const SESSION_WRITE_METHODS = {
  'sessions.send': writeMethod({
    summary: 'Sends a message to an existing session.',
    rate: 'chatSend',
    params: publishedParams('SessionsSendParams'),
    result: resultType<ChatSendResult>('ChatSendResult'),
    idempotent: 'engine',
  }),
  'sessions.steer': writeMethod({
    summary: 'Stops the active run of a session and sends a message.',
    params: publishedParams('SessionsSendParams'),
    result: resultType<ChatSendResult>('ChatSendResult'),
    idempotent: 'engine',
  }),
  'sessions.side.ask': writeMethod({
    summary:
      "Asks about a session in a side thread: a new session that starts with the conversation as the model sees it now and has only read-only tools. The original session, its run, and its history don't change. Send follow-up questions to the side thread.",
    rate: 'chatSend',
    params: closed({
      key: SessionKey,
      question: Type.String({ minLength: 1, maxLength: 32_000 }),
      idempotencyKey: Id,
    }),
    result: resultType<{ readonly key: string; readonly runId: string }>('SideThreadResult'),
    idempotent: 'engine',
  }),
  'sessions.spawn': defineMethod({ ...CREATE_SESSION, summary: 'Alias of `sessions.create`.' }),
  'sessions.patchMany': defineMethod({
    summary: 'Applies one change to several sessions. Each has its own result.',
    scope: ({ patch }) => patchScope(patch),
    ...published('SessionsPatchMany'),
  }),
  'sessions.groups.put': writeMethod({
    summary: 'Replaces the list of groups.',
    params: publishedParams('SessionsGroupsPutParams'),
    result: publishedResult('SessionsGroupsMutationResult'),
  }),
  'sessions.groups.rename': writeMethod({
    summary: 'Renames a group and updates the sessions in it.',
    params: publishedParams('SessionsGroupsRenameParams'),
    result: publishedResult('SessionsGroupsMutationResult'),
  }),
  'sessions.groups.delete': writeMethod({
    summary: 'Deletes a group. Its sessions are kept without a group.',
    params: publishedParams('SessionsGroupsDeleteParams'),
    result: publishedResult('SessionsGroupsMutationResult'),
  }),
  'chat.inject': adminMethod({
    summary:
      'Adds a note to the conversation without starting a run. The model sees it as context from the next run on.',
    params: publishedParams('ChatInjectParams'),
    result: resultType<{ readonly ok: true; readonly messageId: string }>('ChatInjectResult'),
  }),
} as const;

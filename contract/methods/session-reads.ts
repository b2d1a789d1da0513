// Reading sessions: previews, lookup, transcripts, single messages, groups, and page visibility.
import type { SessionPreview } from '../types/session-reads.ts';
import { defineMethod } from './define-method.ts';
import { NO_GLOBAL_REASON } from './sessions.ts';
import { published, publishedParams, publishedResult, withOwnFields } from '../wire/published.ts';
import { SessionKey, closed, resultType } from './results.ts';
import { Type } from 'typebox';

const MOST_ROWS = 5_000;

/** Methods that look up and read sessions. */
export const SESSION_READ_METHODS = {
  'sessions.preview': defineMethod({
    summary: 'Returns the last lines of several sessions.',
    scope: 'operator.read',
    params: publishedParams('SessionsPreviewParams'),
    result: resultType<{ readonly ts: number; readonly previews: readonly SessionPreview[] }>('SessionsPreviewResult'),
  }),
  'sessions.resolve': defineMethod({
    summary: 'Finds a session by key, ID, title, ID prefix, or any of these as `reference`.',
    scope: 'operator.read',
    params: withOwnFields(publishedParams('SessionsResolveParams'), {
      reference: Type.Optional(Type.String({ minLength: 1, maxLength: 2048 })),
    }),
    result: publishedResult('SessionsResolveResult'),
    ignores: { includeGlobal: NO_GLOBAL_REASON, includeUnknown: NO_GLOBAL_REASON },
  }),
  'sessions.get': defineMethod({
    summary: 'Returns transcript rows, oldest first; with `limit`, the last ones.',
    scope: 'operator.read',
    params: closed({
      key: SessionKey,
      agentId: Type.Optional(Type.String({ minLength: 1 })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST_ROWS })),
    }),
    result: resultType<{ readonly messages: readonly Readonly<Record<string, unknown>>[] }>('SessionsGetResult'),
  }),
  'sessions.observer.visibility': defineMethod({
    summary: "Reports whether a page is visible. Gatehouse doesn't use it.",
    scope: 'operator.read',
    stub: true,
    ...published('SessionsObserverVisibility'),
  }),
  'sessions.viewers.set': defineMethod({
    summary: "Reports which sessions a page shows. Gatehouse doesn't use it.",
    scope: 'operator.read',
    stub: true,
    ...published('SessionsViewerPresenceSet'),
  }),
  'sessions.groups.list': defineMethod({
    summary: 'Lists session groups in order.',
    scope: 'operator.read',
    ...published('SessionsGroupsList'),
  }),
  'chat.message.get': defineMethod({
    summary: 'Returns a message with its full text.',
    scope: 'operator.read',
    ...published('ChatMessageGet'),
  }),
  'taskSuggestions.list': defineMethod({
    summary: 'Lists suggested follow-up tasks. Gatehouse has none yet, so the list is always empty.',
    scope: 'operator.read',
    stub: true,
    ...published('TaskSuggestionsList'),
  }),
} as const;

// Reading sessions: previews, lookup, transcripts, single messages, groups, and page visibility.
import type { SessionPreview } from '../types/session-reads.ts';
import { readMethod } from './define-method.ts';
import { NO_GLOBAL_REASON } from './sessions.ts';
import { published, publishedParams, publishedResult, withOwnFields } from '../wire/published.ts';
import { SessionKey, closed, resultType } from './results.ts';
import { Type } from 'typebox';

const MAX_ROWS = 5_000;

/** Methods that look up and read sessions. */
export const SESSION_READ_METHODS = {
  'sessions.preview': readMethod({
    summary: 'Returns the last lines of several sessions.',
    params: publishedParams('SessionsPreviewParams'),
    result: resultType<{ readonly ts: number; readonly previews: readonly SessionPreview[] }>('SessionsPreviewResult'),
  }),
  'sessions.resolve': readMethod({
    summary: 'Finds a session by key, ID, title, ID prefix, or any of these as `reference`.',
    params: withOwnFields(publishedParams('SessionsResolveParams'), {
      reference: Type.Optional(Type.String({ minLength: 1, maxLength: 2048 })),
    }),
    result: publishedResult('SessionsResolveResult'),
    ignores: { includeGlobal: NO_GLOBAL_REASON, includeUnknown: NO_GLOBAL_REASON },
  }),
  'sessions.get': readMethod({
    summary: 'Returns transcript rows, oldest first; with `limit`, the last ones.',
    params: closed({
      key: SessionKey,
      agentId: Type.Optional(Type.String({ minLength: 1 })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_ROWS })),
    }),
    result: resultType<{ readonly messages: readonly Readonly<Record<string, unknown>>[] }>('SessionsGetResult'),
  }),
  'sessions.observer.visibility': readMethod({
    summary: "Reports whether a page is visible. Gatehouse doesn't use it.",
    stub: true,
    ...published('SessionsObserverVisibility'),
  }),
  'sessions.viewers.set': readMethod({
    summary: "Reports which sessions a page shows. Gatehouse doesn't use it.",
    stub: true,
    ...published('SessionsViewerPresenceSet'),
  }),
  'sessions.groups.list': readMethod({ summary: 'Lists session groups in order.', ...published('SessionsGroupsList') }),
  'chat.message.get': readMethod({ summary: 'Returns a message with its full text.', ...published('ChatMessageGet') }),
  'taskSuggestions.list': readMethod({
    summary: 'Lists suggested follow-up tasks. Gatehouse has none yet, so the list is always empty.',
    stub: true,
    ...published('TaskSuggestionsList'),
  }),
} as const;

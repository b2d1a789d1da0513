// Looks at sessions: previews, resolving names, whole transcripts, single messages, and what a page says about itself.
import type { SessionPreview } from '../types/session-reads.ts';
import { defineMethod } from './define-method.ts';
import { publishedParams, publishedResult, withOwnFields } from '../wire/published.ts';
import { SessionKey, closed, resultOf } from './results.ts';
import { Type } from 'typebox';

const MOST_ROWS = 5_000;

export const SESSION_READ_METHODS = {
  'sessions.preview': defineMethod({
    summary: 'The last lines of several sessions.',
    scope: 'operator.read',
    params: publishedParams('SessionsPreviewParams'),
    result: resultOf<{ readonly ts: number; readonly previews: readonly SessionPreview[] }>('SessionsPreviewResult'),
  }),
  'sessions.resolve': defineMethod({
    summary: 'Finds a session by key, id, title, beginning of its id, or any of these as `reference`.',
    scope: 'operator.read',
    params: withOwnFields(publishedParams('SessionsResolveParams'), {
      reference: Type.Optional(Type.String({ minLength: 1, maxLength: 2048 })),
    }),
    result: publishedResult('SessionsResolveResult'),
  }),
  'sessions.get': defineMethod({
    summary: 'The rows of a transcript, oldest first; with `limit` the last ones.',
    scope: 'operator.read',
    params: closed({
      key: SessionKey,
      agentId: Type.Optional(Type.String({ minLength: 1 })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST_ROWS })),
    }),
    result: resultOf<{ readonly messages: readonly Readonly<Record<string, unknown>>[] }>('SessionsGetResult'),
  }),
  'sessions.observer.visibility': defineMethod({
    summary: 'Reports whether a page is visible. Gatehouse does not use it.',
    scope: 'operator.read',
    stub: true,
    params: publishedParams('SessionsObserverVisibilityParams'),
    result: publishedResult('SessionsObserverVisibilityResult'),
  }),
  'sessions.viewers.set': defineMethod({
    summary: 'Reports which sessions a page shows. Gatehouse does not use it.',
    scope: 'operator.read',
    stub: true,
    params: publishedParams('SessionsViewerPresenceSetParams'),
    result: publishedResult('SessionsViewerPresenceSetResult'),
  }),
  'sessions.groups.list': defineMethod({
    summary: 'Groups of sessions that a person made, in order.',
    scope: 'operator.read',
    params: publishedParams('SessionsGroupsListParams'),
    result: publishedResult('SessionsGroupsListResult'),
  }),
  'chat.message.get': defineMethod({
    summary: 'One message with its whole text.',
    scope: 'operator.read',
    params: publishedParams('ChatMessageGetParams'),
    result: publishedResult('ChatMessageGetResult'),
  }),
  'taskSuggestions.list': defineMethod({
    summary: 'Suggested follow-up tasks. There are no suggestions yet, so the list is always empty.',
    scope: 'operator.read',
    stub: true,
    params: publishedParams('TaskSuggestionsListParams'),
    result: publishedResult('TaskSuggestionsListResult'),
  }),
} as const;

// The story of a session: going back, branches, forks, summaries to go back to, earlier conversations, search.
import type { BranchPointFacts, EarlierConversationFacts } from '../types/session-history.ts';
import { defineMethod } from './define-method.ts';
import { publishedParams, publishedResult, withOwnFields } from '../wire/published.ts';
import { SessionKey, closed, resultOf } from './results.ts';
import { Type } from 'typebox';

export const SESSION_HISTORY_METHODS = {
  'sessions.rewind': defineMethod({
    summary: 'Goes back to just before a message of a person, or just after an answer; the rest stays as a branch.',
    scope: 'operator.admin',
    params: publishedParams('SessionsRewindParams'),
    result: publishedResult('SessionsRewindResult'),
  }),
  'sessions.branches.list': defineMethod({
    summary: 'Branches of a conversation: the active one first, then those that were left, newest first.',
    scope: 'operator.read',
    params: publishedParams('SessionsBranchesListParams'),
    result: publishedResult('SessionsBranchesListResult'),
  }),
  'sessions.branches.points': defineMethod({
    summary: 'Messages at which other branches part from the present one, with their siblings (ours).',
    scope: 'operator.read',
    params: closed({ key: SessionKey }),
    result: resultOf<{ readonly points: readonly BranchPointFacts[] }>('SessionBranchPoints'),
  }),
  'sessions.branches.switch': defineMethod({
    summary: 'Makes another branch the conversation; the present one stays as a branch.',
    scope: 'operator.admin',
    params: publishedParams('SessionsBranchesSwitchParams'),
    result: publishedResult('SessionsBranchesSwitchResult'),
  }),
  'sessions.fork': defineMethod({
    summary: 'Makes a new session with a copy of what was said up to an entry.',
    scope: 'operator.write',
    params: publishedParams('SessionsForkParams'),
    result: publishedResult('SessionsForkResult'),
  }),
  'sessions.compaction.list': defineMethod({
    summary: 'Summaries of a conversation, each a checkpoint to go back to.',
    scope: 'operator.read',
    params: publishedParams('SessionsCompactionListParams'),
    result: publishedResult('SessionsCompactionListResult'),
  }),
  'sessions.compaction.branch': defineMethod({
    summary: 'Makes a new session with everything that was said before a checkpoint.',
    scope: 'operator.write',
    params: publishedParams('SessionsCompactionBranchParams'),
    result: publishedResult('SessionsCompactionBranchResult'),
  }),
  'sessions.compaction.restore': defineMethod({
    summary: 'Goes back to just before a checkpoint; what came after stays as a branch.',
    scope: 'operator.admin',
    params: publishedParams('SessionsCompactionRestoreParams'),
    result: publishedResult('SessionsCompactionRestoreResult'),
  }),
  'sessions.conversations.list': defineMethod({
    summary: 'Earlier conversations of a session, newest first: what resets have closed.',
    scope: 'operator.read',
    params: closed({ key: SessionKey }),
    result: resultOf<{ readonly conversations: readonly EarlierConversationFacts[] }>('SessionConversationsResult'),
  }),
  'sessions.search': defineMethod({
    summary: 'Full-text search over messages; `archived` looks into archived sessions and earlier conversations, too.',
    scope: 'operator.read',
    params: withOwnFields(publishedParams('SessionsSearchParams'), { archived: Type.Optional(Type.Boolean()) }),
    result: publishedResult('SessionsSearchResult'),
  }),
} as const;

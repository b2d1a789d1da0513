// Session history: rewind, branches, forks, checkpoints, earlier conversations, search.
import type { BranchPoint, EarlierConversationRow } from '../types/session-history.ts';
import { defineMethod } from './define-method.ts';
import { published, publishedParams, publishedResult, withOwnFields } from '../wire/published.ts';
import { SessionKey, closed, resultType } from './results.ts';
import { Type } from 'typebox';

/** Methods that read and change a session's history. */
export const SESSION_HISTORY_METHODS = {
  'sessions.rewind': defineMethod({
    summary: "Rewinds to just before a person's message or just after an answer. The rest is kept as a branch.",
    scope: 'operator.admin',
    ...published('SessionsRewind'),
  }),
  'sessions.branches.list': defineMethod({
    summary: 'Lists the branches of a conversation: the active one first, then the others, newest first.',
    scope: 'operator.read',
    ...published('SessionsBranchesList'),
  }),
  'sessions.branches.points': defineMethod({
    summary: 'Lists the messages at which other branches diverge from the active one, with their siblings.',
    scope: 'operator.read',
    params: closed({ key: SessionKey }),
    result: resultType<{ readonly points: readonly BranchPoint[] }>('SessionBranchPoints'),
  }),
  'sessions.branches.switch': defineMethod({
    summary: 'Switches to another branch. The current one is kept.',
    scope: 'operator.admin',
    ...published('SessionsBranchesSwitch'),
  }),
  'sessions.fork': defineMethod({
    summary: 'Creates a session with a copy of the conversation up to an entry.',
    scope: 'operator.write',
    ...published('SessionsFork'),
  }),
  'sessions.compaction.list': defineMethod({
    summary: 'Lists the summaries of a conversation. Each is a checkpoint that can be restored.',
    scope: 'operator.read',
    ...published('SessionsCompactionList'),
  }),
  'sessions.compaction.branch': defineMethod({
    summary: 'Creates a session with everything before a checkpoint.',
    scope: 'operator.write',
    ...published('SessionsCompactionBranch'),
  }),
  'sessions.compaction.restore': defineMethod({
    summary: 'Rewinds to just before a checkpoint. The rest is kept as a branch.',
    scope: 'operator.admin',
    ...published('SessionsCompactionRestore'),
  }),
  'sessions.conversations.list': defineMethod({
    summary: 'Lists the earlier conversations of a session, newest first.',
    scope: 'operator.read',
    params: closed({ key: SessionKey }),
    result: resultType<{ readonly conversations: readonly EarlierConversationRow[] }>('SessionConversationsResult'),
  }),
  'sessions.search': defineMethod({
    summary:
      'Searches the full text of messages. With `archived`, includes archived sessions and earlier conversations.',
    scope: 'operator.read',
    params: withOwnFields(publishedParams('SessionsSearchParams'), { archived: Type.Optional(Type.Boolean()) }),
    result: publishedResult('SessionsSearchResult'),
  }),
} as const;

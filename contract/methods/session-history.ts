// Session history: rewind, branches, forks, checkpoints, earlier conversations, search.
import type { BranchPoint, EarlierConversationRow } from '../types/session-history.ts';
import { adminMethod, readMethod, writeMethod } from './define-method.ts';
import { published, publishedParams, publishedResult, withOwnFields } from '../wire/published.ts';
import { SessionKey, closed, resultType } from './results.ts';
import { Type } from 'typebox';

/** Methods that read and change a session's history. */
export const SESSION_HISTORY_METHODS = {
  'sessions.rewind': adminMethod({
    summary: "Rewinds to just before a person's message or just after an answer. The rest is kept as a branch.",
    ...published('SessionsRewind'),
  }),
  'sessions.branches.list': readMethod({
    summary: 'Lists the branches of a conversation: the active one first, then the others, newest first.',
    ...published('SessionsBranchesList'),
  }),
  'sessions.branches.points': readMethod({
    summary: 'Lists the messages at which other branches diverge from the active one, with their siblings.',
    params: closed({ key: SessionKey }),
    result: resultType<{ readonly points: readonly BranchPoint[] }>('SessionBranchPoints'),
  }),
  'sessions.branches.switch': adminMethod({
    summary: 'Switches to another branch. The current one is kept.',
    ...published('SessionsBranchesSwitch'),
  }),
  'sessions.fork': writeMethod({
    summary: 'Creates a session with a copy of the conversation up to an entry.',
    ...published('SessionsFork'),
  }),
  'sessions.compaction.list': readMethod({
    summary: 'Lists the summaries of a conversation. Each is a checkpoint that can be restored.',
    ...published('SessionsCompactionList'),
  }),
  'sessions.compaction.branch': writeMethod({
    summary: 'Creates a session with everything before a checkpoint.',
    ...published('SessionsCompactionBranch'),
  }),
  'sessions.compaction.restore': adminMethod({
    summary: 'Rewinds to just before a checkpoint. The rest is kept as a branch.',
    ...published('SessionsCompactionRestore'),
  }),
  'sessions.conversations.list': readMethod({
    summary: 'Lists the earlier conversations of a session, newest first.',
    params: closed({ key: SessionKey }),
    result: resultType<{ readonly conversations: readonly EarlierConversationRow[] }>('SessionConversationsResult'),
  }),
  'sessions.search': readMethod({
    summary:
      'Searches the full text of messages. With `archived`, includes archived sessions and earlier conversations.',
    params: withOwnFields(publishedParams('SessionsSearchParams'), { archived: Type.Optional(Type.Boolean()) }),
    result: publishedResult('SessionsSearchResult'),
  }),
} as const;

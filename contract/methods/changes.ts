// Changes of sessions: review by file and part, undo, rewind of files, and comments on lines.
import { Type } from 'typebox';
import type {
  ChangeComment,
  ChangedFileDetail,
  ChangeOperation,
  ChangesList,
  RewindPreview,
} from '../types/changes.ts';
import type { PublishedType } from '../wire/published.ts';
import { adminMethod, readMethod, writeMethod } from './define-method.ts';
import { Id, Ok, SessionKey, closed, resultType } from './results.ts';

const Path = Type.String({ minLength: 1, maxLength: 4096 });
const MAX_FILES = 5_000;
const MAX_TEXT = 1_000_000;
const MAX_COMMENT = 10_000;
const Line = Type.Integer({ minimum: 1 });
const Version = Type.String({ minLength: 1, maxLength: 64 });
const Paths = Type.Optional(Type.Array(Path, { maxItems: MAX_FILES }));

/** Changes of a session that nobody has decided on, or of a run; without an ID, of the last run. */
const DECIDABLE = {
  sessionKey: SessionKey,
  scope: Type.Optional(Type.Enum(['session', 'run'])),
  runId: Type.Optional(Id),
};
const ANY_SCOPE = {
  sessionKey: SessionKey,
  scope: Type.Optional(Type.Enum(['session', 'run', 'base', 'uncommitted', 'commit'])),
  runId: Type.Optional(Id),
  commit: Type.Optional(Type.String({ minLength: 4, maxLength: 64 })),
};
const SELECTED = {
  ...DECIDABLE,
  files: Type.Array(
    closed({ path: Path, version: Version, hunks: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 10_000 })) }),
    { minItems: 1, maxItems: MAX_FILES },
  ),
};
const Operation = resultType<{ readonly operation: ChangeOperation }>('ChangeOperationResult');

/** Methods of changes. Parts of a file are named by IDs that depend only on their content. */
export const CHANGES_METHODS = {
  'changes.list': readMethod({
    summary:
      'Lists the files that changed: in a session and not accepted or rejected yet (default), in a run, since the base of the branch, since the last commit, or in a commit. Only the first two can be accepted or rejected.',
    params: closed(ANY_SCOPE),
    result: resultType<ChangesList>('ChangesList'),
  }),
  'changes.get': readMethod({
    summary:
      'Returns a changed file with its parts. With `full`, includes the parts of a file with more than 2,000 changed lines.',
    params: closed({ ...ANY_SCOPE, path: Path, full: Type.Optional(Type.Boolean()) }),
    result: resultType<ChangedFileDetail>('ChangedFileDetail'),
  }),
  'changes.content': readMethod({
    summary:
      'Returns the content of a changed file before or after the change, as base64, for images. Limited to 10 MB.',
    params: closed({ ...DECIDABLE, path: Path, side: Type.Enum(['before', 'after']) }),
    result: resultType<{ readonly data: string }>('ChangedContent'),
  }),
  'changes.accept': writeMethod({
    summary:
      'Accepts changes. Fails with `CHANGES_STALE` and the current state if they have changed since they were listed. During a run, the decision is applied when it ends.',
    params: closed(SELECTED),
    result: Operation,
  }),
  'changes.reject': adminMethod({
    summary:
      'Reverts changes in one transaction and keeps all later edits. Fails with `CHANGES_CONFLICT` if later edits overlap. During a run, the decision is applied when it ends.',
    params: closed(SELECTED),
    result: Operation,
  }),
  'changes.edit': adminMethod({
    summary: 'Replaces the new lines of a part, and accepts it.',
    params: closed({
      ...DECIDABLE,
      path: Path,
      version: Version,
      hunk: Id,
      text: Type.String({ maxLength: MAX_TEXT }),
    }),
    result: Operation,
  }),
  'changes.undo': adminMethod({
    summary:
      'Undoes a decision or a rewind of the last 30 days. Fails with `CHANGES_UNDECIDED` if files have been edited in the same places since, unless they are in `overwrite`.',
    params: closed({ sessionKey: SessionKey, id: Id, overwrite: Paths }),
    result: Operation,
  }),
  'changes.view': writeMethod({
    summary: 'Marks a version of a changed file as viewed, or removes the mark.',
    params: closed({ sessionKey: SessionKey, path: Path, version: Type.Optional(Version) }),
    result: Ok,
  }),
  'changes.rewind.preview': readMethod({
    summary: 'Lists the files that a rewind to before a message would restore.',
    params: closed({ sessionKey: SessionKey, messageId: Id }),
    result: resultType<RewindPreview>('RewindPreview'),
  }),
  'changes.rewind': adminMethod({
    summary:
      'Restores the files that the session has changed since a message, or both files and conversation. Files that someone else has changed since must be in `keep` or `overwrite`.',
    params: closed({
      sessionKey: SessionKey,
      messageId: Id,
      what: Type.Enum(['files', 'both']),
      keep: Paths,
      overwrite: Paths,
    }),
    result: resultType<{ readonly operation: ChangeOperation } & PublishedType<'SessionsRewindResult'>>(
      'ChangesRewindResult',
    ),
  }),
  'changes.comments.list': readMethod({
    summary: 'Lists the comments on changes of a session that have not been sent yet, oldest first.',
    params: closed({ sessionKey: SessionKey }),
    result: resultType<{ readonly comments: readonly ChangeComment[] }>('ChangeCommentsResult'),
  }),
  'changes.comments.add': writeMethod({
    summary: 'Adds a comment on lines of a changed file.',
    params: closed({
      sessionKey: SessionKey,
      path: Path,
      side: Type.Optional(Type.Enum(['old', 'new'])),
      startLine: Line,
      endLine: Type.Optional(Line),
      text: Type.String({ minLength: 1, maxLength: MAX_COMMENT }),
    }),
    result: resultType<{ readonly comment: ChangeComment }>('ChangeCommentResult'),
  }),
  'changes.comments.remove': writeMethod({
    summary: 'Removes a comment.',
    params: closed({ sessionKey: SessionKey, id: Id }),
    result: Ok,
  }),
  'changes.comments.send': writeMethod({
    summary: 'Sends all comments of a session to its agent as one message, with an optional text before them.',
    params: closed({
      sessionKey: SessionKey,
      text: Type.Optional(Type.String({ maxLength: MAX_COMMENT })),
      idempotencyKey: Id,
    }),
    result: resultType<{ readonly runId: string }>('ChangeCommentsSentResult'),
    idempotent: true,
    rate: 'chatSend',
  }),
} as const;

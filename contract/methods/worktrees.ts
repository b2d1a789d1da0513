// Worktrees: checkouts of a repository that sessions work in side by side.
import { Type } from 'typebox';
import {
  MERGE_MODES,
  type ConflictVersions,
  type PendingMerge,
  type WorktreeDetails,
  type WorktreeStatus,
} from '../types/worktrees.ts';
import { published, publishedParams, publishedResult } from '../wire/published.ts';
import { adminMethod, readMethod, writeMethod } from './define-method.ts';
import { Id, Ok, closed, resultType } from './results.ts';

const MAX_PATH_CHARS = 4_096;
const MAX_CONTENT_CHARS = 2 * 1024 * 1024;
const MAX_MESSAGE_CHARS = 20_000;
const Path = Type.String({ minLength: 1, maxLength: MAX_PATH_CHARS });
const Branch = Type.String({ minLength: 1, maxLength: 200 });
const Message = Type.String({ minLength: 1, maxLength: MAX_MESSAGE_CHARS });

/** The result of a step of a merge. */
type MergeResult =
  | { readonly status: 'merged'; readonly target: string; readonly commit: string }
  | { readonly status: 'conflicts'; readonly target: string; readonly pending: PendingMerge };
const MergeStep = resultType<MergeResult>('MergeResult');

/** Methods for worktrees. Those that change the repository of a worktree require an administrator. */
export const WORKTREE_METHODS = {
  'worktrees.list': readMethod({
    summary: 'Lists the worktrees that Gatehouse created, including removed ones that can be restored.',
    ...published('WorktreesList'),
  }),
  'worktrees.branches': writeMethod({
    summary: 'Lists the branches of a repository, last used first.',
    ...published('WorktreesBranches'),
  }),
  'worktrees.create': writeMethod({
    summary: 'Creates a worktree of a repository on a new branch.',
    params: publishedParams('WorktreesCreateParams'),
    result: publishedResult('WorktreeRecord'),
    isLong: true,
  }),
  'worktrees.remove': adminMethod({
    summary:
      'Removes a worktree. Everything in its folder is kept for 30 days. `force`: stop the runs that are active in it.',
    ...published('WorktreesRemove'),
    isLong: true,
  }),
  'worktrees.restore': adminMethod({
    summary: 'Restores a removed worktree, or one whose folder someone deleted.',
    params: publishedParams('WorktreesRestoreParams'),
    result: publishedResult('WorktreeRecord'),
    isLong: true,
  }),
  'worktrees.gc': adminMethod({
    summary:
      'Permanently deletes worktrees that were removed more than 30 days ago. Also removes folders of worktrees that are no longer listed; these can be restored for 30 days.',
    ...published('WorktreesGc'),
    isLong: true,
  }),
  'worktrees.details': readMethod({
    summary:
      'Lists worktrees with their sessions and notes. `status` adds how they compare with their repository, and `size` adds the size of their folders.',
    params: closed({
      ids: Type.Optional(Type.Array(Id, { maxItems: 100 })),
      status: Type.Optional(Type.Boolean()),
      size: Type.Optional(Type.Boolean()),
    }),
    result: resultType<{ readonly worktrees: readonly WorktreeDetails[] }>('WorktreeDetails[]'),
    isLong: true,
  }),
  'worktrees.status': readMethod({
    summary: 'Compares a worktree with its repository: commits, uncommitted files, and a merge in progress.',
    params: closed({ id: Id, size: Type.Optional(Type.Boolean()) }),
    result: resultType<WorktreeStatus>('WorktreeStatus'),
  }),
  'worktrees.merge': adminMethod({
    summary:
      'Merges a worktree into a branch of its repository (default: the one that it started from), as a merge commit, as a single commit, or by rebasing. Nothing changes in the repository if there are conflicts.',
    params: closed({
      id: Id,
      mode: Type.Enum([...MERGE_MODES]),
      target: Type.Optional(Branch),
      message: Type.Optional(Message),
    }),
    result: MergeStep,
    isLong: true,
  }),
  'worktrees.merge.conflict': readMethod({
    summary: 'Returns the three versions of a file with conflicts, and the merge with conflict markers.',
    params: closed({ id: Id, path: Path }),
    result: resultType<ConflictVersions>('ConflictVersions'),
  }),
  'worktrees.merge.decide': adminMethod({
    summary: 'Resolves the conflict in a file with new content or one of the versions. `ours` is the target branch.',
    params: Type.Union([
      closed({ id: Id, path: Path, content: Type.String({ maxLength: MAX_CONTENT_CHARS }) }),
      closed({ id: Id, path: Path, take: Type.Enum(['base', 'ours', 'theirs', 'delete']) }),
    ]),
    result: resultType<{ readonly pending: PendingMerge }>('PendingMerge'),
  }),
  'worktrees.merge.complete': adminMethod({
    summary: 'Completes a merge whose conflicts are resolved. A rebase may stop at the next conflict.',
    params: closed({ id: Id }),
    result: MergeStep,
    isLong: true,
  }),
  'worktrees.merge.cancel': writeMethod({
    summary: 'Cancels a merge that stopped at conflicts. The repository stays as it is.',
    params: closed({ id: Id }),
    result: Ok,
  }),
  'worktrees.merge.handOver': writeMethod({
    summary: 'Asks the agent of the worktree to resolve the conflicts there. Merge again when it is done.',
    params: closed({ id: Id }),
    result: resultType<{ readonly sessionKey: string; readonly runId: string; readonly files: readonly string[] }>(
      'HandedOver',
    ),
    isLong: true,
  }),
  'worktrees.keepBranch': adminMethod({
    summary: 'Creates the branch of a worktree in its repository, or moves it forward. It never overwrites commits.',
    params: closed({ id: Id }),
    result: resultType<{ readonly branch: string; readonly commit: string }>('KeptBranch'),
    isLong: true,
  }),
  'worktrees.purge': adminMethod({
    summary: "Permanently deletes a removed worktree. This can't be undone.",
    params: closed({ id: Id }),
    result: Ok,
    isLong: true,
  }),
} as const;

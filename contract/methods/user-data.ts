// A person's data (ours): all of it as files, and its removal.
import { Type } from 'typebox';
import { defineMethod } from './define-method.ts';
import { closed, NoParams, resultOf } from './results.ts';

/** Answer to `sessions.export_user`. */
export interface UserExport {
  readonly ok: true;
  /** The folder on the gateway's machine. */
  readonly path: string;
  readonly sessions: number;
  readonly exported: number;
  /** What could not be exported, and why. */
  readonly warnings: readonly string[];
}

/** Answer to `sessions.purge_user`. */
export interface UserPurge {
  readonly ok: true;
  /** Sessions that there were, and that were removed. */
  readonly total: number;
  readonly deleted: number;
  /** Rows by kind. */
  readonly removed: Readonly<Record<string, number>>;
  /** Exports, copies of the database and other files that were removed. */
  readonly files: readonly string[];
  readonly warnings: readonly string[];
}

export const USER_DATA_METHODS = {
  'sessions.export_user': defineMethod({
    summary: 'Writes all sessions, usage, approvals and agent files into a folder; goes on past what cannot be read.',
    scope: 'operator.admin',
    freshProof: true,
    params: NoParams,
    result: resultOf<UserExport>('UserExport'),
  }),
  'sessions.purge_user': defineMethod({
    summary:
      'Removes all sessions for good, with search index, usage, copies and memories; the audit log keeps the fact.',
    scope: 'operator.admin',
    freshProof: true,
    params: closed({ confirm: Type.Literal('purge') }),
    result: resultOf<UserPurge>('UserPurge'),
  }),
} as const;

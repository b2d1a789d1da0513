// Personal data (Gatehouse extension): export and deletion.
import type { UserExport, UserPurge } from '../types/user-data.ts';
import { adminMethod } from './define-method.ts';
import { NoParams, closed, resultType } from './results.ts';
import { Type } from 'typebox';

/** Methods that export and delete personal data. */
export const USER_DATA_METHODS = {
  'sessions.export_user': adminMethod({
    summary:
      "Exports all sessions, usage, approvals, and agent files to a folder, skipping records that can't be read.",
    freshProof: true,
    isLong: true,
    params: NoParams,
    result: resultType<UserExport>('UserExport'),
  }),
  'sessions.purge_user': adminMethod({
    summary:
      "Stops all runs and tasks, and permanently deletes all sessions, the search index, usage, backups, and agents' MEMORY.md files. The audit log records the deletion.",
    freshProof: true,
    isLong: true,
    params: closed({ confirm: Type.Literal('purge') }),
    result: resultType<UserPurge>('UserPurge'),
  }),
} as const;

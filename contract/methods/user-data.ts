// Personal data (Gatehouse extension): export and deletion.
import type { UserExport, UserPurge } from '../types/user-data.ts';
import { adminMethod } from './define-method.ts';
import { closed, resultType } from './results.ts';
import { Type } from 'typebox';

/** Methods that export and delete personal data. */
export const USER_DATA_METHODS = {
  'sessions.export_user': adminMethod({
    whileReadOnly: true,
    summary:
      "Exports all sessions with attachments, usage, approvals, rules, schedules, settings without secrets, agent files, and the audit log to a folder or, with `archive`, to one compressed file. Records that can't be read are skipped.",
    freshProof: true,
    isLong: true,
    params: closed({ archive: Type.Optional(Type.Boolean()) }),
    result: resultType<UserExport>('UserExport'),
  }),
  'sessions.purge_user': adminMethod({
    summary:
      "Stops all runs and tasks, and permanently deletes all sessions, the search index, usage, backups, saved output of terminals, and agents' MEMORY.md files. The audit log records the deletion.",
    freshProof: true,
    isLong: true,
    params: closed({ confirm: Type.Literal('purge') }),
    result: resultType<UserPurge>('UserPurge'),
  }),
} as const;

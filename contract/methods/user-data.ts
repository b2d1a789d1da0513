// A person's data (ours): all of it as files, and its removal.
import type { UserExport, UserPurge } from '../types/user-data.ts';
import { defineMethod } from './define-method.ts';
import { NoParams, closed, resultOf } from './results.ts';
import { Type } from 'typebox';

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

// The audit log and agent activity.
import type { AuditEntry } from '../types/audit.ts';
import { readMethod } from './define-method.ts';
import { published } from '../wire/published.ts';
import { NoParams, closed, resultType } from './results.ts';
import { Type } from 'typebox';

/** Methods that read the audit log and agent activity. */
export const AUDIT_METHODS = {
  'audit.entries': readMethod({
    summary: 'Lists the audit log, newest first.',
    params: closed({
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
      before: Type.Optional(Type.Integer()),
      action: Type.Optional(Type.String()),
    }),
    result: resultType<{ readonly entries: readonly AuditEntry[] }>('AuditEntry[]'),
  }),
  'audit.verify': readMethod({
    summary: "Verifies the audit log's hash chain.",
    params: NoParams,
    result: resultType<{ readonly ok: boolean; readonly entries: number; readonly brokenAt?: number }>(
      'AuditVerification',
    ),
  }),
  'audit.list': readMethod({
    summary:
      'Lists runs and tool calls of agents, newest first, by cursor, without message text. For decisions and changes, use `audit.entries`.',
    ...published('AuditList'),
  }),
} as const;

// The audit log and agent activity.
import type { AuditEntry } from '../types/audit.ts';
import { defineMethod } from './define-method.ts';
import { publishedParams, publishedResult } from '../wire/published.ts';
import { NoParams, closed, resultOf } from './results.ts';
import { Type } from 'typebox';

export const AUDIT_METHODS = {
  'audit.entries': defineMethod({
    summary: 'Lists the audit log, newest first.',
    scope: 'operator.read',
    params: closed({
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
      before: Type.Optional(Type.Integer()),
      action: Type.Optional(Type.String()),
    }),
    result: resultOf<{ readonly entries: readonly AuditEntry[] }>('AuditEntry[]'),
  }),
  'audit.verify': defineMethod({
    summary: "Verifies the audit log's hash chain.",
    scope: 'operator.read',
    params: NoParams,
    result: resultOf<{ readonly ok: boolean; readonly entries: number; readonly brokenAt?: number }>(
      'AuditVerification',
    ),
  }),
  'audit.list': defineMethod({
    summary:
      'Lists runs and tool calls of agents, newest first, by cursor, without message text. For decisions and changes, use `audit.entries`.',
    scope: 'operator.read',
    params: publishedParams('AuditListParams'),
    result: publishedResult('AuditListResult'),
  }),
} as const;

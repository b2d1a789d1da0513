// The audit log, and the activity of agents.
import type { AuditEntry } from '../types/audit.ts';
import { defineMethod } from './define-method.ts';
import { publishedParams, publishedResult } from '../wire/published.ts';
import { NoParams, closed, resultOf } from './results.ts';
import { Type } from 'typebox';

export const AUDIT_METHODS = {
  'audit.entries': defineMethod({
    summary: 'Audit log, newest first.',
    scope: 'operator.read',
    params: closed({
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
      before: Type.Optional(Type.Integer()),
      action: Type.Optional(Type.String()),
    }),
    result: resultOf<{ readonly entries: readonly AuditEntry[] }>('AuditEntry[]'),
  }),
  'audit.verify': defineMethod({
    summary: 'Recomputes the hash chain.',
    scope: 'operator.read',
    params: NoParams,
    result: resultOf<{ readonly ok: boolean; readonly entries: number; readonly brokenAt?: number }>(
      'AuditVerification',
    ),
  }),
  'audit.list': defineMethod({
    summary:
      'What agents did: runs and tool calls, newest first, by cursor; nothing of what was said. `audit.entries` is the record of decisions and changes.',
    scope: 'operator.read',
    params: publishedParams('AuditListParams'),
    result: publishedResult('AuditListResult'),
  }),
} as const;

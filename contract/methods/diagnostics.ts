// Diagnostics of the running process.
import type { DiagnosticsReport } from '../types/diagnostics.ts';
import { readMethod } from './define-method.ts';
import { closed, resultType } from './results.ts';
import { Type } from 'typebox';

/** Methods that return diagnostics. */
export const DIAGNOSTICS_METHODS = {
  'diagnostics.stability': readMethod({
    summary: 'Returns diagnostics since the process started: runs, failed calls, event loop delays, and memory.',
    params: closed({
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
      type: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
      sinceSeq: Type.Optional(Type.Integer({ minimum: 0 })),
    }),
    result: resultType<DiagnosticsReport>('DiagnosticsReport'),
  }),
} as const;

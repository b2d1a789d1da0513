// Log lines.
import { readMethod } from './define-method.ts';
import { publishedResult } from '../wire/published.ts';
import { closed, Id, SessionKey } from './results.ts';
import { Type } from 'typebox';

/** Methods that read the log. */
export const LOG_METHODS = {
  'logs.tail': readMethod({
    summary:
      'Returns the end of the log file by cursor, optionally filtered by minimum level, text, session, or agent.',
    params: closed({
      cursor: Type.Optional(Type.Integer({ minimum: 0 })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 5000 })),
      maxBytes: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
      level: Type.Optional(Type.Enum(['debug', 'info', 'warn', 'error'])),
      text: Type.Optional(Type.String({ maxLength: 500 })),
      sessionKey: Type.Optional(SessionKey),
      agentId: Type.Optional(Id),
    }),
    result: publishedResult('LogsTailResult'),
  }),
} as const;

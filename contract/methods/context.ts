// What models see.
import { Type } from 'typebox';
import { MAX_CONTEXT_FILES, MAX_CONTEXT_TOKENS, type SessionContext } from '../types/context.ts';
import { readMethod } from './define-method.ts';
import { SessionKey, closed, resultType } from './results.ts';

const limit = Type.Optional(Type.Integer({ minimum: 0, maximum: MAX_CONTEXT_TOKENS }));

/** Limits of what is collected for the model, tokens. */
export const ContextLimits = closed({
  tree: limit,
  files: limit,
  paths: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 1_024 }), { maxItems: MAX_CONTEXT_FILES })),
  console: limit,
  sessions: limit,
  tasks: limit,
});

/** Methods that show what the model of a session sees. */
export const CONTEXT_METHODS = {
  'sessions.context': readMethod({
    summary:
      "Returns the parts of a session's next model request with their estimated tokens: tools, system prompt, history, and the context collected for the run.",
    params: closed({ key: SessionKey }),
    result: resultType<SessionContext>('SessionContext'),
  }),
  'sessions.context.text': readMethod({
    summary: 'Returns the text of a part of the next model request. `id`: the ID of the part in `sessions.context`.',
    params: closed({ key: SessionKey, id: Type.String({ minLength: 1, maxLength: 200 }) }),
    result: resultType<{ readonly text: string }>('SessionContextText'),
  }),
} as const;

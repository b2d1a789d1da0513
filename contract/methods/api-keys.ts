// API keys for programs (Gatehouse extension).
import type { ApiKeyRow } from '../types/api-keys.ts';
import { OPERATOR_SCOPES } from '../wire/scopes.ts';
import { adminMethod } from './define-method.ts';
import { Id, NoParams, closed, resultType } from './results.ts';
import { Type } from 'typebox';

const DAY_MS = 24 * 60 * 60_000;

/** Methods that manage API keys. */
export const API_KEY_METHODS = {
  'apiKeys.list': adminMethod({
    whileReadOnly: true,
    summary: 'Lists API keys, including revoked ones.',
    rate: 'pairing',
    params: NoParams,
    result: resultType<{ keys: readonly ApiKeyRow[] }>('ApiKeyList'),
  }),
  'apiKeys.create': adminMethod({
    summary: 'Creates an API key. The key is returned only once, in this response.',
    freshProof: true,
    rate: 'pairing',
    params: closed({
      name: Type.String({ minLength: 1, maxLength: 100 }),
      scopes: Type.Array(Type.Enum([...OPERATOR_SCOPES]), { minItems: 1, maxItems: OPERATOR_SCOPES.length }),
      perMinute: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
      expiresInMs: Type.Optional(Type.Integer({ minimum: 60_000, maximum: 3_650 * DAY_MS })),
    }),
    result: resultType<{ key: string; record: ApiKeyRow }>('ApiKeyCreation'),
  }),
  'apiKeys.revoke': adminMethod({
    summary: 'Revokes an API key and those that it created, and closes their connections.',
    rate: 'pairing',
    params: closed({ id: Id }),
    result: resultType<{ record: ApiKeyRow }>('ApiKeyRevocation'),
  }),
} as const;

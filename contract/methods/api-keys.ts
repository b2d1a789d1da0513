// Keys for programs (ours): made, listed and revoked by an admin.
import type { ApiKeyRow } from '../types/api-keys.ts';
import { OPERATOR_SCOPES } from '../wire/scopes.ts';
import { defineMethod } from './define-method.ts';
import { Id, NoParams, closed, resultOf } from './results.ts';
import { Type } from 'typebox';

const DAY_MS = 24 * 60 * 60_000;

export const API_KEY_METHODS = {
  'apiKeys.list': defineMethod({
    summary: 'Keys for programs, revoked ones too.',
    scope: 'operator.admin',
    rate: 'pairing',
    params: NoParams,
    result: resultOf<{ keys: readonly ApiKeyRow[] }>('ApiKeyList'),
  }),
  'apiKeys.create': defineMethod({
    summary: 'Makes a key. Its text is in this answer and nowhere else.',
    scope: 'operator.admin',
    rate: 'pairing',
    params: closed({
      name: Type.String({ minLength: 1, maxLength: 100 }),
      scopes: Type.Array(Type.Enum([...OPERATOR_SCOPES]), { minItems: 1, maxItems: OPERATOR_SCOPES.length }),
      perMinute: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
      expiresInMs: Type.Optional(Type.Integer({ minimum: 60_000, maximum: 3_650 * DAY_MS })),
    }),
    result: resultOf<{ key: string; record: ApiKeyRow }>('ApiKeyCreation'),
  }),
  'apiKeys.revoke': defineMethod({
    summary: 'Ends a key and closes its connections.',
    scope: 'operator.admin',
    rate: 'pairing',
    params: closed({ id: Id }),
    result: resultOf<{ record: ApiKeyRow }>('ApiKeyRevocation'),
  }),
} as const;

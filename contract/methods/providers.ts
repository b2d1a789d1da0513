// Model providers: keys, addresses, tests.
import type { ProviderStatus, ProviderTest } from '../types/providers.ts';
import { defineMethod } from './define-method.ts';
import { Id, closed, resultOf } from './results.ts';
import { Type } from 'typebox';

export const PROVIDER_METHODS = {
  'providers.list': defineMethod({
    summary: 'Model providers and their state.',
    scope: 'operator.read',
    params: closed({ refresh: Type.Optional(Type.Boolean()) }),
    result: resultOf<{ readonly providers: readonly ProviderStatus[] }>('ProviderStatus[]'),
  }),
  'providers.set': defineMethod({
    summary: 'Stores a key (sealed at once), an address, or switches a provider on or off. An empty key removes it.',
    scope: 'operator.admin',
    params: closed({
      id: Id,
      apiKey: Type.Optional(Type.String({ maxLength: 4096 })),
      baseUrl: Type.Optional(Type.String({ maxLength: 2048 })),
      enabled: Type.Optional(Type.Boolean()),
      importEnvironment: Type.Optional(Type.Boolean()),
    }),
    result: resultOf<{ readonly provider: ProviderStatus }>('ProviderStatus'),
  }),
  'providers.test': defineMethod({
    summary: 'One small real call with what is stored, or with the key and address given.',
    scope: 'operator.admin',
    params: closed({
      id: Id,
      apiKey: Type.Optional(Type.String({ maxLength: 4096 })),
      baseUrl: Type.Optional(Type.String({ maxLength: 2048 })),
    }),
    result: resultOf<ProviderTest>('ProviderTest'),
  }),
} as const;

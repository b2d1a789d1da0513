// Model providers: API keys, addresses, tests.
import type { ProviderStatus, ProviderTest } from '../types/providers.ts';
import { adminMethod, readMethod } from './define-method.ts';
import { Id, closed, resultType } from './results.ts';
import { Type } from 'typebox';

/** Methods that list, configure, and test model providers. */
export const PROVIDER_METHODS = {
  'providers.list': readMethod({
    summary: 'Lists model providers and their status.',
    params: closed({ refresh: Type.Optional(Type.Boolean()) }),
    result: resultType<{ readonly providers: readonly ProviderStatus[] }>('ProviderStatus[]'),
  }),
  'providers.set': adminMethod({
    summary:
      "Stores a provider's API key (encrypted) or address, or enables or disables the provider. An empty key removes it. A `personal` key overrides the shared key, but only in the caller's sessions.",
    params: closed({
      id: Id,
      apiKey: Type.Optional(Type.String({ maxLength: 4096 })),
      baseUrl: Type.Optional(Type.String({ maxLength: 2048 })),
      enabled: Type.Optional(Type.Boolean()),
      importEnvironment: Type.Optional(Type.Boolean()),
      personal: Type.Optional(Type.Boolean()),
    }),
    result: resultType<{ readonly provider: ProviderStatus }>('ProviderStatus'),
  }),
  'providers.test': adminMethod({
    summary: 'Makes one small request to a provider with the stored settings or with the given key and address.',
    params: closed({
      id: Id,
      apiKey: Type.Optional(Type.String({ maxLength: 4096 })),
      baseUrl: Type.Optional(Type.String({ maxLength: 2048 })),
    }),
    result: resultType<ProviderTest>('ProviderTest'),
  }),
} as const;

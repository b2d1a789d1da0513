// Model providers. Keys are write-only.
import type { PROVIDER_METHODS } from '#contract/methods/providers.ts';
import { Secret } from '#core/ports/secrets.ts';
import type { HandlersFor } from '../../server/dispatch/handler.ts';

export const PROVIDER_HANDLERS: HandlersFor<typeof PROVIDER_METHODS> = {
  'providers.list': async ({ refresh }, { services }) => ({
    providers: await services.providers.list(refresh ?? false),
  }),

  'providers.set': async (change, { services, connection }) => ({
    provider: await services.engine.providers.set(change, connection.principal),
  }),

  'providers.test': ({ id, apiKey, baseUrl }, { services }) =>
    services.providers.test({
      id,
      ...(apiKey === undefined || apiKey === '' ? {} : { apiKey: new Secret(apiKey.trim()) }),
      ...(baseUrl === undefined || baseUrl === '' ? {} : { baseUrl }),
    }),
};

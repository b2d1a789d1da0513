// Model providers. Keys are write-only.
import { Secret } from '#core/ports/secrets.ts';
import { defineHandlers } from '../../server/dispatch/handler.ts';

export const PROVIDER_HANDLERS = defineHandlers({
  'providers.list': async ({ refresh }, { services, by }) => ({
    providers: await services.providers.list(refresh ?? false, by.userId),
  }),

  'providers.set': async (change, { engine, by }) => ({
    provider: await engine.providers.set(change, by),
  }),

  'providers.test': ({ id, apiKey, baseUrl }, { services, by }) =>
    services.providers.test(
      {
        id,
        ...(apiKey === undefined || apiKey === '' ? {} : { apiKey: new Secret(apiKey.trim()) }),
        ...(baseUrl === undefined || baseUrl === '' ? {} : { baseUrl }),
      },
      by.userId,
    ),
});

// Model providers. Keys are write-only.
import type { PROVIDER_METHODS } from '#contract/methods/providers.ts';
import { Secret } from '#core/ports/secrets.ts';
import type { HandlersFor } from '../../server/dispatch/handler.ts';
import { auditLine } from '../audit/audit-line.ts';

export const PROVIDER_HANDLERS: HandlersFor<typeof PROVIDER_METHODS> = {
  'providers.list': async ({ refresh }, { services }) => ({
    providers: await services.providers.list(refresh ?? false),
  }),

  async 'providers.set'({ id, apiKey, baseUrl, enabled, importEnvironment }, { services, gateway, connection }) {
    const change = {
      ...(baseUrl === undefined ? {} : { baseUrl }),
      ...(enabled === undefined ? {} : { enabled }),
      ...(importEnvironment === undefined ? {} : { importEnvironment }),
    };
    const provider = await services.providers.set({
      id,
      ...change,
      ...(apiKey === undefined ? {} : { apiKey: new Secret(apiKey.trim()) }),
    });
    const details = {
      ...change,
      ...(apiKey === undefined ? {} : { key: apiKey.trim() === '' ? 'removed' : 'stored' }),
    };
    await auditLine({ services, connection }, 'provider.set', id, details);
    gateway.publish('settings.changed', { what: 'providers', ts: services.clock.now() });
    return { provider };
  },

  'providers.test': ({ id, apiKey, baseUrl }, { services }) =>
    services.providers.test({
      id,
      ...(apiKey === undefined || apiKey === '' ? {} : { apiKey: new Secret(apiKey.trim()) }),
      ...(baseUrl === undefined || baseUrl === '' ? {} : { baseUrl }),
    }),
};

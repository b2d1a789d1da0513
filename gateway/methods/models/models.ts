// Models and providers. Keys go in and never come out.
import { Secret } from '#core/ports/store.ts';
import type { Handlers } from '../../server/dispatch/handler.ts';
import { modelChoices } from './model-choices.ts';

export const MODEL_HANDLERS: Handlers<
  'models.list' | 'providers.list' | 'providers.set' | 'providers.test' | 'usage.status'
> = {
  async 'models.list'({ agentId, refresh, provider }, { services }) {
    const models = await modelChoices(services, refresh ?? false, agentId);
    return { models: models.filter((model) => provider === undefined || model.provider === provider) };
  },
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
    await services.store.audit.append({ actor: connection.actor, action: 'provider.set', subject: id, details });
    gateway.publish('settings.changed', { what: 'providers', ts: services.clock.now() });
    return { provider };
  },

  'providers.test': ({ id, apiKey, baseUrl }, { services }) =>
    services.providers.test({
      id,
      ...(apiKey === undefined || apiKey === '' ? {} : { apiKey: new Secret(apiKey.trim()) }),
      ...(baseUrl === undefined || baseUrl === '' ? {} : { baseUrl }),
    }),

  'usage.status': (_params, { services }) => ({ updatedAt: services.clock.now(), providers: [] }),
};

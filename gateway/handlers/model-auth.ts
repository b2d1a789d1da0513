// The protocol's view of provider sign-ins. Gatehouse has one key per provider, or none is needed.
import type { ModelAuthEntry } from '#contract/methods/models.ts';
import type { ProviderStatus } from '#contract/methods/system.ts';
import type { Handlers } from '../dispatch/handler.ts';

export const MODEL_AUTH_HANDLERS: Handlers<'models.authStatus'> = {
  async 'models.authStatus'({ refresh }, { services }) {
    const providers = await services.providers.list(refresh ?? false);
    return {
      ts: services.clock.now(),
      providers: providers.filter(({ enabled }) => enabled).map(authEntry),
      providerCapabilities: providers.map(({ id, key }) => ({
        provider: id,
        apiKeySupported: key !== 'none-needed',
        quickApiKeySetup: key !== 'none-needed',
      })),
    };
  },
};

function authEntry({ id, title, key }: ProviderStatus): ModelAuthEntry {
  const entry = { provider: id, authProvider: id, displayName: title, profiles: [] };
  switch (key) {
    case 'none-needed':
      return { ...entry, status: 'static' };
    case 'missing':
      return { ...entry, status: 'missing' };
    case 'stored':
      return { ...entry, status: 'static', apiKey: { source: 'config' } };
    case 'environment':
      return { ...entry, status: 'static', apiKey: { source: 'env' } };
  }
}

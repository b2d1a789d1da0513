// Models.
import type { MODEL_METHODS } from '#contract/methods/models.ts';
import { Secret } from '#core/ports/secrets.ts';
import type { HandlersFor } from '../../server/dispatch/handler.ts';
import { modelChoices } from './model-choices.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { ModelAuthEntry } from '#contract/types/models.ts';
import type { ProviderStatus } from '#contract/types/providers.ts';
import type { PublishedType } from '#contract/wire/published.ts';
import type { GatewayServices } from '../../server/services.ts';
import { auditLine } from '../audit/audit-line.ts';

/** Our reasons in the protocol's words. */
const PROBE_STATUS: ReadonlyMap<string, PublishedType<'ModelsProbeResult'>['status']> = new Map([
  ['auth', 'auth'],
  ['rate-limit', 'rate_limit'],
  ['quota', 'billing'],
  ['timeout', 'timeout'],
  ['bad-request', 'format'],
  ['bad-response', 'format'],
  ['model-missing', 'no_model'],
]);

export const MODEL_HANDLERS: HandlersFor<typeof MODEL_METHODS> = {
  async 'models.list'({ agentId, refresh, provider }, { services }) {
    const models = await modelChoices(services, refresh ?? false, agentId);
    return { models: models.filter((model) => provider === undefined || model.provider === provider) };
  },

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

  async 'models.probe'({ provider, timeoutMs }, { services }) {
    const { title } = await requireProvider(provider, services);
    const result = await services.providers.test({ id: provider, ...(timeoutMs === undefined ? {} : { timeoutMs }) });
    const facts = {
      status: result.ok ? ('ok' as const) : (PROBE_STATUS.get(result.error?.code ?? '') ?? 'unknown'),
      latencyMs: result.latencyMs,
      ...(result.error === undefined ? {} : { error: result.error.message }),
    };
    return { provider, ...facts, results: [{ label: title, ...facts }] };
  },

  async 'models.authLogout'({ provider }, call) {
    const { services, gateway } = call;
    const before = await requireProvider(provider, services);
    if (before.key !== 'stored') return { ok: true, provider, removed: false };
    await services.providers.set({ id: provider, apiKey: new Secret('') });
    await auditLine(call, 'provider.set', provider, { key: 'removed' });
    gateway.publish('settings.changed', { what: 'providers', ts: services.clock.now() });
    return { ok: true, provider, removed: true };
  },
};

async function requireProvider(id: string, { providers }: GatewayServices): Promise<ProviderStatus> {
  const found = (await providers.list(false)).find((provider) => provider.id === id);
  if (found !== undefined) return found;
  throw invalidRequest(`unknown provider: ${id.slice(0, 100)}`, 'UNKNOWN_PROVIDER', 'Choose one of providers.list.');
}

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

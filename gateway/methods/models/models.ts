// Models.
import { defineHandlers } from '../../server/dispatch/handler.ts';
import { modelChoices } from '../../openclaw/model-choices.ts';
import { defined } from '#contract/types/defined.ts';
import type { ModelAuthEntry } from '#contract/types/models.ts';
import type { ProviderStatus } from '#contract/types/providers.ts';
import type { PublishedType } from '#contract/wire/published.ts';

/** The protocol's names for our error codes. */
const PROBE_STATUS: ReadonlyMap<string, PublishedType<'ModelsProbeResult'>['status']> = new Map([
  ['auth', 'auth'],
  ['rate-limit', 'rate_limit'],
  ['quota', 'billing'],
  ['timeout', 'timeout'],
  ['bad-request', 'format'],
  ['bad-response', 'format'],
  ['model-missing', 'no_model'],
]);

export const MODEL_HANDLERS = defineHandlers({
  async 'models.list'({ agentId, refresh, provider }, { services, by }) {
    const models = await modelChoices(services, by, refresh ?? false, agentId);
    return { models: models.filter((model) => provider === undefined || model.provider === provider) };
  },

  async 'models.authStatus'({ refresh }, { services, by }) {
    const providers = await services.providers.list(refresh ?? false, by.userId);
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

  async 'models.probe'({ provider, timeoutMs }, { services, engine, by }) {
    const { title } = await engine.providers.require(provider, by);
    const result = await services.providers.test({ id: provider, ...defined({ timeoutMs }) }, by.userId);
    const facts = {
      status: result.ok ? ('ok' as const) : (PROBE_STATUS.get(result.error?.code ?? '') ?? 'unknown'),
      latencyMs: result.latencyMs,
      ...defined({ error: result.error?.message }),
    };
    return { provider, ...facts, results: [{ label: title, ...facts }] };
  },

  async 'models.authLogout'({ provider }, { engine, by }) {
    const { keys = [] } = await engine.providers.require(provider, by);
    const [source] = keys;
    if (source !== 'personal' && source !== 'shared') return { ok: true, provider, removed: false };
    await engine.providers.set({ id: provider, apiKey: '', personal: source === 'personal' }, by);
    return { ok: true, provider, removed: true };
  },

  'models.table': (_params, { engine }) => engine.models.table(),

  'models.refresh': (_params, { engine, by, signal }) => engine.models.refresh(by, signal),

  'models.reset': (_params, { engine, by }) => engine.models.reset(by),
});

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

// Describes a provider: its state and where its key comes from.
import type { KeySource, ProviderStatus } from '#contract/types/providers.ts';
import { formatList, joinFacts } from '#messages/format.ts';
import { t } from '#messages/translate.ts';

/** What matters most about a provider, and its color. */
export interface ProviderState {
  readonly name: 'off' | 'noKey' | 'noAddress' | 'notRunning' | 'error' | 'ready' | 'configured';
  readonly tone: 'ok' | 'neutral' | 'warn' | 'bad';
}

/** The first thing a person needs to know. */
export function providerState(provider: ProviderStatus): ProviderState {
  if (!provider.enabled) return { name: 'off', tone: 'neutral' };
  if (provider.key === 'missing') return { name: 'noKey', tone: 'neutral' };
  if (provider.kind === 'compatible' && provider.baseUrl === undefined) return { name: 'noAddress', tone: 'neutral' };
  if (provider.kind === 'local' && provider.reachable === 'no') return { name: 'notRunning', tone: 'neutral' };
  if (provider.error !== undefined) return { name: 'error', tone: 'bad' };
  if (provider.reachable === 'no') return { name: 'notRunning', tone: 'neutral' };
  return { name: provider.reachable === 'yes' ? 'ready' : 'configured', tone: 'ok' };
}

/** The error if there is one, otherwise the key that is used and the keys it overrides; then the address and the number of models. */
export function describeProvider(provider: ProviderStatus): string {
  const models = provider.models === 0 ? '' : t('providers.models', { count: provider.models });
  return joinFacts(provider.error ?? describeKeys(provider), provider.baseUrl, models);
}

/** The keys that apply, the one that is used first. Older gateways report only whether one is stored or in the environment. */
export function listKeys({ keys, key, environment }: ProviderStatus): readonly KeySource[] {
  if (keys !== undefined) return keys;
  if (key === 'environment') return ['environment'];
  if (key !== 'stored') return [];
  return environment === undefined ? ['shared'] : ['shared', 'environment'];
}

function describeKeys(provider: ProviderStatus): string {
  const [first, ...others] = listKeys(provider);
  if (first === undefined) return provider.summary;
  const variable = provider.environment ?? t('providers.environment');
  const key = {
    personal: t('providers.keyPersonal'),
    shared: t('providers.keyStored'),
    configuration: t('providers.keyFrom', { variable: t('providers.configuration') }),
    environment: t('providers.keyFrom', { variable }),
  }[first];
  if (others.length === 0) return key;
  const names: Readonly<Record<KeySource, string>> = {
    personal: t('providers.keyPersonal'),
    shared: t('providers.theStoredKey'),
    configuration: t('providers.configuration'),
    environment: variable,
  };
  return t('providers.keyOver', { key, others: formatList(others.map((source) => names[source])) });
}

// Describes a provider: its state and where its key comes from.
import type { ProviderStatus } from '#contract/types/providers.ts';
import { joinFacts } from '#messages/format.ts';
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

/** The error if there is one, otherwise the source of the key; then the address and the number of models. */
export function describeProvider(provider: ProviderStatus): string {
  const models = provider.models === 0 ? '' : t('providers.models', { count: provider.models });
  return joinFacts(provider.error ?? keySource(provider), provider.baseUrl, models);
}

function keySource(provider: ProviderStatus): string {
  const variable = provider.environment;
  switch (provider.key) {
    case 'stored':
      return variable === undefined ? t('providers.keyStored') : t('providers.keyStoredOver', { variable });
    case 'environment':
      return t('providers.keyFrom', { variable: variable ?? t('providers.environment') });
    case 'missing':
    case 'none-needed':
      return provider.summary;
  }
}

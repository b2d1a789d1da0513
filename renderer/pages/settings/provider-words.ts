// A provider's state in words.
import type { ProviderStatus } from '#contract/types/providers.ts';

/** A word and its colour. */
export interface ProviderState {
  readonly word: string;
  readonly tone: 'ok' | 'neutral' | 'warn' | 'bad';
}

/** What a person needs to know first. */
export function stateOf(provider: ProviderStatus): ProviderState {
  if (!provider.enabled) return { word: 'off', tone: 'neutral' };
  if (provider.key === 'missing') return { word: 'no key', tone: 'neutral' };
  if (provider.kind === 'compatible' && provider.baseUrl === undefined) return { word: 'no address', tone: 'neutral' };
  if (provider.kind === 'local' && provider.reachable === 'no') return { word: 'not running', tone: 'neutral' };
  if (provider.error !== undefined) return { word: 'does not work', tone: 'bad' };
  if (provider.reachable === 'no') return { word: 'not running', tone: 'neutral' };
  return { word: provider.reachable === 'yes' ? 'ready' : 'set up', tone: 'ok' };
}

/** Where the key comes from and where it calls. */
export function keyWords(provider: ProviderStatus): string {
  const models = provider.models === 0 ? '' : provider.models === 1 ? 'one model' : `${provider.models} models`;
  return [provider.error ?? keySource(provider), provider.baseUrl ?? '', models]
    .filter((part) => part !== '')
    .join(' · ');
}

function keySource(provider: ProviderStatus): string {
  switch (provider.key) {
    case 'stored':
      return provider.environment === undefined
        ? 'Key stored here'
        : `Key stored here, before the one of ${provider.environment}`;
    case 'environment':
      return `Key of ${provider.environment ?? 'the environment'}`;
    case 'missing':
    case 'none-needed':
      return provider.summary;
  }
}

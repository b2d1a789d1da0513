// Finds the key and address of a provider: stored in Settings, in the configuration file, or in the environment, in this order.
import { isJsonObject } from '#contract/types/json-object.ts';
import type { ProviderStatus } from '#contract/types/providers.ts';
import type { ConfigPort } from '#core/ports/configuration.ts';
import { Secret, type SecretStore } from '#core/ports/secrets.ts';
import type { SettingsStore } from '#core/ports/settings-store.ts';

import type { Environment } from '../configuration/substitution.ts';
import type { ProviderDefinition } from './define-provider.ts';

/** Key and address in effect. */
export interface Access {
  readonly enabled: boolean;
  readonly apiKey: Secret | undefined;
  readonly key: ProviderStatus['key'];
  /** Address to call; undefined if none is set. */
  readonly baseUrl: string | undefined;
  /** The address, unless it is the default. */
  readonly ownBaseUrl: string | undefined;
}

/** Name of a provider's key in the secret store. */
export function secretName(id: string): string {
  return `provider.${id}.apiKey`;
}

/** Name of a provider's settings in the settings store. */
export function settingsKey(id: string): string {
  return `providers.${id}`;
}

/** Reads a provider's stored settings, ignoring invalid values. */
async function readStored(settings: SettingsStore, id: string) {
  const value = await settings.get(settingsKey(id));
  if (!isJsonObject(value)) return {};
  const { baseUrl, enabled } = value;
  return {
    ...(typeof baseUrl === 'string' && baseUrl !== '' ? { baseUrl } : {}),
    ...(typeof enabled === 'boolean' ? { enabled } : {}),
  };
}

/** The value of an environment variable; undefined if it is empty. */
export function environmentValue(environment: Environment, name: string | undefined): string | undefined {
  const value = name === undefined ? undefined : environment[name]?.trim();
  return value === '' ? undefined : value;
}

/** Sources of keys and addresses. */
export interface AccessSources {
  readonly config: Pick<ConfigPort, 'settings'>;
  readonly secrets: SecretStore;
  readonly settings: SettingsStore;
  readonly environment: Environment;
}

/** Finds the key and address in effect. */
export async function resolveAccess(
  definition: ProviderDefinition,
  id: string,
  sources: AccessSources,
): Promise<Access> {
  const written = sources.config.settings().providers.find((provider) => provider.id === id);
  const stored = { ...written, ...(await readStored(sources.settings, id)) };
  const fromEnvironment = environmentValue(sources.environment, definition.environment.baseUrl);
  const ownBaseUrl = stored.baseUrl ?? (definition.kind === 'local' ? withScheme(fromEnvironment) : fromEnvironment);
  const base = { enabled: stored.enabled ?? true, ownBaseUrl, baseUrl: ownBaseUrl ?? definition.defaultBaseUrl };
  if (definition.key === 'none') return { ...base, apiKey: undefined, key: 'none-needed' };
  const sealed = await sources.secrets.get(secretName(id));
  if (sealed !== undefined) return { ...base, apiKey: sealed, key: 'stored' };
  if (written?.apiKey !== undefined) return { ...base, apiKey: written.apiKey, key: 'stored' };
  const found = environmentValue(sources.environment, definition.environment.key);
  if (found !== undefined) return { ...base, apiKey: new Secret(found), key: 'environment' };
  return { ...base, apiKey: undefined, key: definition.key === 'optional' ? 'none-needed' : 'missing' };
}

const OLLAMA_PORT = 11_434;

/** The address of a local server often has no scheme, or is the address of all interfaces. */
function withScheme(address: string | undefined): string | undefined {
  if (address === undefined || address.includes('://')) return address;
  const host = address.startsWith(':') ? `127.0.0.1${address}` : address.replace(/^0\.0\.0\.0/, '127.0.0.1');
  return `http://${/:\d+$/.test(host) ? host : `${host}:${OLLAMA_PORT}`}`;
}

// Where a provider's key and address come from. Order: what was given for a test, what is stored, the configuration file, the environment.
import { isJsonObject } from '#contract/types/json-object.ts';
import type { ProviderStatus } from '#contract/types/providers.ts';
import type { ConfigPort } from '#core/ports/configuration.ts';
import { Secret, type SecretStore } from '#core/ports/secrets.ts';
import { type SettingsStore } from '#core/ports/settings-store.ts';

import type { ProviderDefinition } from './define-provider.ts';

/** A provider's settings that are no secrets. */
export interface StoredProvider {
  readonly baseUrl?: string;
  readonly enabled?: boolean;
}

/** Key and address in force. */
export interface Access {
  readonly enabled: boolean;
  readonly apiKey: Secret | undefined;
  readonly key: ProviderStatus['key'];
  /** Address to call; undefined when there is none yet. */
  readonly baseUrl: string | undefined;
  /** The address where it is not the default. */
  readonly ownBaseUrl: string | undefined;
}

export type EnvironmentValues = Readonly<Record<string, string | undefined>>;

/** Name under which a provider's key is sealed. */
export function secretName(id: string): string {
  return `provider.${id}.apiKey`;
}

/** Key under which a provider's settings are kept. */
export function settingsKey(id: string): string {
  return `providers.${id}`;
}

/** Reads a provider's settings; anything unreadable counts as none. */
async function readStored(settings: SettingsStore, id: string): Promise<StoredProvider> {
  const value = await settings.get(settingsKey(id));
  if (!isJsonObject(value)) return {};
  const { baseUrl, enabled } = value;
  return {
    ...(typeof baseUrl === 'string' && baseUrl !== '' ? { baseUrl } : {}),
    ...(typeof enabled === 'boolean' ? { enabled } : {}),
  };
}

/** Value of an environment variable; blank counts as unset. */
export function environmentValue(environment: EnvironmentValues, name: string | undefined): string | undefined {
  const value = name === undefined ? undefined : environment[name]?.trim();
  return value === '' ? undefined : value;
}

/** Where {@link resolveAccess} looks. */
export interface AccessSources {
  readonly config: Pick<ConfigPort, 'settings'>;
  readonly secrets: SecretStore;
  readonly settings: SettingsStore;
  readonly environment: EnvironmentValues;
}

/** Puts together what is in force. */
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

/** A local server's address is often written without a scheme, or as the address that means all interfaces. */
function withScheme(address: string | undefined): string | undefined {
  if (address === undefined || address.includes('://')) return address;
  const host = address.startsWith(':') ? `127.0.0.1${address}` : address.replace(/^0\.0\.0\.0/, '127.0.0.1');
  return `http://${/:\d+$/.test(host) ? host : `${host}:${OLLAMA_PORT}`}`;
}

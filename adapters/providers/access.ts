// Finds the key and address of a provider for a user: stored in Settings, in the configuration file, or in the environment, in
// this order.
import { isJsonObject } from '#contract/types/json-object.ts';
import type { KeySource, ProviderStatus } from '#contract/types/providers.ts';
import type { ConfigPort } from '#core/ports/configuration.ts';
import type { Secret, SecretStore } from '#core/ports/secrets.ts';
import type { SettingsStore } from '#core/ports/settings-store.ts';

import type { Environment } from '../configuration/substitution.ts';
import { environmentValue, findKeys } from './api-keys.ts';
import type { ProviderDefinition } from './define-provider.ts';

/** The key and address in use. */
export interface Access {
  readonly enabled: boolean;
  readonly apiKey: Secret | undefined;
  readonly key: ProviderStatus['key'];
  /** Where keys were found; the first one is used. */
  readonly keys: readonly KeySource[];
  /** Identifies the access: the provider, with the user if the key is personal. */
  readonly slot: string;
  /** Address to call; undefined if none is set. */
  readonly baseUrl: string | undefined;
  /** The address, unless it is the default. */
  readonly ownBaseUrl: string | undefined;
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

/** Sources of keys and addresses. */
export interface AccessSources {
  readonly config: Pick<ConfigPort, 'settings'>;
  readonly secrets: SecretStore;
  readonly settings: SettingsStore;
  readonly environment: Environment;
}

/** Finds the key and address to use. */
export async function resolveAccess(
  definition: ProviderDefinition,
  id: string,
  userId: string,
  sources: AccessSources,
): Promise<Access> {
  const written = sources.config.settings().providers.find((provider) => provider.id === id);
  const stored = { ...written, ...(await readStored(sources.settings, id)) };
  const fromEnvironment = environmentValue(sources.environment, definition.environment.baseUrl);
  const ownBaseUrl = stored.baseUrl ?? (definition.kind === 'local' ? withScheme(fromEnvironment) : fromEnvironment);
  const base = { enabled: stored.enabled ?? true, ownBaseUrl, baseUrl: ownBaseUrl ?? definition.defaultBaseUrl };
  const found = await findKeys(definition, id, userId, { ...sources, configured: written?.apiKey });
  const [first] = found;
  return {
    ...base,
    apiKey: first?.value,
    key: first === undefined ? (definition.key === 'required' ? 'missing' : 'none-needed') : toState(first.source),
    keys: found.map(({ source }) => source),
    slot: first?.source === 'personal' ? toSlot(id, userId) : id,
  };
}

function toState(source: KeySource): ProviderStatus['key'] {
  return source === 'environment' ? 'environment' : 'stored';
}

/** The name of a user's personal access. IDs have no spaces. */
export function toSlot(id: string, userId: string): string {
  return `${id} ${userId}`;
}

const OLLAMA_PORT = 11_434;

/** The address of a local server often has no scheme, or is the address of all interfaces. */
function withScheme(address: string | undefined): string | undefined {
  if (address === undefined || address.includes('://')) return address;
  const host = address.startsWith(':') ? `127.0.0.1${address}` : address.replace(/^0\.0\.0\.0/, '127.0.0.1');
  return `http://${/:\d+$/.test(host) ? host : `${host}:${OLLAMA_PORT}`}`;
}

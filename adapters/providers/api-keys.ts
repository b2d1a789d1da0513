// The API keys of a provider. The first one found is used: the user's personal key, the shared key, then those in the file and the
// environment.
import type { KeySource } from '#contract/types/providers.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import { Secret, type SecretStore } from '#core/ports/secrets.ts';

import type { Environment } from '../configuration/substitution.ts';
import type { ProviderDefinition } from './define-provider.ts';

/** A key, and where it was found. */
export interface FoundKey {
  readonly source: KeySource;
  readonly value: Secret;
}

/** Name of a stored key: shared by all users of the gateway, or personal. */
function secretName(id: string, ownerId?: string): string {
  return ownerId === undefined ? `provider.${id}.apiKey` : `user.${ownerId}.provider.${id}.apiKey`;
}

/** The value of an environment variable; undefined if it is empty. */
export function environmentValue(environment: Environment, name: string | undefined): string | undefined {
  const value = name === undefined ? undefined : environment[name]?.trim();
  return value === '' ? undefined : value;
}

/** Where keys are looked up. */
export interface KeySources {
  readonly secrets: SecretStore;
  readonly environment: Environment;
  /** The key in the configuration file. */
  readonly configured: Secret | undefined;
}

/** All keys that apply to a user, in order of precedence. */
export async function findKeys(
  { key, environment: variables }: ProviderDefinition,
  id: string,
  userId: string,
  { secrets, environment, configured }: KeySources,
): Promise<readonly FoundKey[]> {
  if (key === 'none') return [];
  const fromEnvironment = environmentValue(environment, variables.key);
  const found = {
    personal: await secrets.get(secretName(id, userId)),
    shared: await secrets.get(secretName(id)),
    configuration: configured,
    environment: fromEnvironment === undefined ? undefined : new Secret(fromEnvironment),
  } satisfies Readonly<Record<KeySource, Secret | undefined>>;
  return ORDER.flatMap((source) => {
    const value = found[source];
    return value === undefined ? [] : { source, value };
  });
}

const ORDER: readonly KeySource[] = ['personal', 'shared', 'configuration', 'environment'];

/** Stores a key, or removes it if it is empty. @throws {GatewayError} */
export async function storeKey(
  { key, title }: ProviderDefinition,
  id: string,
  apiKey: Secret,
  { secrets, ownerId }: { readonly secrets: SecretStore; readonly ownerId: string | undefined },
): Promise<void> {
  if (key === 'none') throw invalidRequest(`${title} doesn't need an API key.`, 'key-not-needed');
  const value = apiKey.reveal().trim();
  const hint = 'Copy it again without line breaks.';
  if (/[\s\u0000-\u001f\u007f-\uffff]/.test(value))
    throw invalidRequest("An API key can't contain spaces or special characters.", 'key-invalid', hint);
  const name = secretName(id, ownerId);
  if (value === '') await secrets.delete(name);
  else await secrets.set(name, new Secret(value));
}

/** The key in the environment. @throws {GatewayError} if there is none. */
export function requireEnvironmentKey({ environment: { key }, title }: ProviderDefinition, environment: Environment) {
  const value = environmentValue(environment, key);
  if (value !== undefined) return new Secret(value);
  const hint = key === undefined ? undefined : `Set ${key} before you start Gatehouse, or paste the key.`;
  throw invalidRequest(`No API key for ${title} found in the environment.`, 'environment-key-missing', hint);
}

// What a member of the provider family is: facts about it and a factory.
import type { ProviderStatus } from '#contract/types/providers.ts';
import type { ModelInfo, Provider } from '#core/ports/provider.ts';
import type { Secret } from '#core/ports/secrets.ts';

/** With what a provider is made. */
export interface ProviderSetup {
  readonly id: string;
  readonly apiKey: Secret | undefined;
  /** Address in force: the stored one, else the environment's, else the default. */
  readonly baseUrl: string | undefined;
  /** Longest silence of a model server that is still waited for, ms; asked at each call. */
  readonly idleTimeoutMs: () => number;
}

/** A member: made with {@link defineProvider}, listed in `registry.ts`. */
export interface ProviderDefinition {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly kind: ProviderStatus['kind'];
  readonly key: 'required' | 'optional' | 'none';
  /** Environment variables in which a key and an address are looked for. */
  readonly environment: { readonly key?: string; readonly baseUrl?: string };
  readonly defaultBaseUrl?: string;
  /** The user must name an address before it can be used. */
  readonly needsBaseUrl?: boolean;
  /** Further instances may be made under ids such as `compatible-lab`. */
  readonly many?: boolean;
  /** Only offered while its server answers. */
  readonly probed?: boolean;
  /** Models that are known without asking; also what is shown while the server cannot be asked. */
  readonly knownModels: readonly ModelInfo[];
  /** Facts about a model by its name alone. */
  readonly describe: (model: string) => ModelInfo | undefined;
  readonly create: (setup: ProviderSetup) => Provider;
}

/** Declares a member of the family. */
export function defineProvider(definition: ProviderDefinition): ProviderDefinition {
  return definition;
}

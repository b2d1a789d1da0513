// Models and their providers.
import type { ProviderStatus } from '#contract/types/providers.ts';
import type { Principal } from '../principal.ts';

/** A change to a provider. An empty key removes the stored one. */
export interface ProviderChange {
  readonly id: string;
  readonly apiKey?: string;
  readonly baseUrl?: string;
  readonly enabled?: boolean;
  /** Stores the key found in the environment. */
  readonly importEnvironment?: boolean;
}

/** Models and their providers. */
export interface ProvidersFacet {
  set(change: ProviderChange, by: Principal): Promise<ProviderStatus>;
  /** The provider with this ID. @throws {GatewayError} `UNKNOWN_PROVIDER`. */
  require(id: string): Promise<ProviderStatus>;
  /** Checks `provider/model`: the provider must exist, and offer the model as far as it tells. @throws {GatewayError} */
  requireModel(name: string): Promise<string>;
  /** Context window of `provider/model`, tokens. */
  contextWindow(name: string | undefined): number;
}

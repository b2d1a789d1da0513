// Model providers: the types.

/** A model provider as Settings shows it. Keys never leave the host: `key` tells only where one comes from. */
export interface ProviderStatus {
  readonly id: string;
  readonly title: string;
  /** One line for a person: what it is. */
  readonly summary: string;
  readonly kind: 'cloud' | 'local' | 'demo' | 'compatible';
  readonly enabled: boolean;
  readonly key: 'none-needed' | 'missing' | 'stored' | 'environment';
  /** Name of the environment variable that was found, if any. */
  readonly environment?: string;
  readonly baseUrl?: string;
  readonly defaultBaseUrl?: string;
  readonly models: number;
  readonly reachable: 'unknown' | 'yes' | 'no';
  readonly error?: string;
}

/** Result of a provider test: one small real call. */
export interface ProviderTest {
  readonly ok: boolean;
  readonly latencyMs: number;
  readonly error?: { readonly code: string; readonly message: string; readonly hint?: string };
  readonly models: readonly string[];
}

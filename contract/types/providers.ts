/** Where a key was found. `personal`: stored by one person for their own sessions; `shared`: stored for everyone. */
export type KeySource = 'personal' | 'shared' | 'configuration' | 'environment';

/** A model provider as shown in Settings. Keys never leave the host; `key` is only the origin of the key. */
export interface ProviderStatus {
  readonly id: string;
  readonly title: string;
  /** One-line description. */
  readonly summary: string;
  readonly kind: 'cloud' | 'local' | 'demo' | 'compatible';
  readonly enabled: boolean;
  readonly key: 'none-needed' | 'missing' | 'stored' | 'environment';
  /** Where keys for the caller were found, in order of precedence; the first one is used. Older gateways omit it. */
  readonly keys?: readonly KeySource[];
  /** Environment variable that provides the key, if any. */
  readonly environment?: string;
  readonly baseUrl?: string;
  readonly defaultBaseUrl?: string;
  readonly models: number;
  readonly reachable: 'unknown' | 'yes' | 'no';
  readonly error?: string;
}

/** Result of a provider test, which makes one small request. */
export interface ProviderTest {
  readonly ok: boolean;
  readonly latencyMs: number;
  readonly error?: { readonly code: string; readonly message: string; readonly hint?: string };
  readonly models: readonly string[];
}

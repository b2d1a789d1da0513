/** Credentials of a provider. `static`: an API key, or none required. */
export interface ModelAuthEntry {
  readonly provider: string;
  readonly authProvider: string;
  readonly displayName: string;
  readonly status: 'static' | 'ok' | 'expiring' | 'expired' | 'missing';
  /** Accounts. Gatehouse has one key per provider and no accounts. */
  readonly profiles: readonly never[];
  readonly apiKey?: { readonly source: 'config' | 'env' };
}

/** Result of `models.authStatus`. */
export interface ModelsAuthStatus {
  readonly ts: number;
  readonly providers: readonly ModelAuthEntry[];
  readonly providerCapabilities: readonly {
    readonly provider: string;
    readonly apiKeySupported: boolean;
    readonly quickApiKeySetup: boolean;
  }[];
}

// Models and provider sign-ins as OpenClaw clients see them: the types.

/** One provider's sign-in. `static`: a key, or none is needed. */
export interface ModelAuthEntry {
  readonly provider: string;
  readonly authProvider: string;
  readonly displayName: string;
  readonly status: 'static' | 'ok' | 'expiring' | 'expired' | 'missing';
  /** Accounts; Gatehouse has one key per provider and no accounts. */
  readonly profiles: readonly never[];
  readonly apiKey?: { readonly source: 'config' | 'env' };
}

/** Answer to `models.authStatus`. */
export interface ModelsAuthStatus {
  readonly ts: number;
  readonly providers: readonly ModelAuthEntry[];
  readonly providerCapabilities: readonly {
    readonly provider: string;
    readonly apiKeySupported: boolean;
    readonly quickApiKeySetup: boolean;
  }[];
}

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

/** The table with limits, abilities, and prices of models that aren't in the providers' APIs. */
export interface ModelTableStatus {
  /** Day of the table in effect, `YYYY-MM-DD`. */
  readonly date: string;
  /** `built-in`: the one of this version of Gatehouse. */
  readonly origin: 'built-in' | 'downloaded';
  /** Where the table in effect comes from; the address of a downloaded one. */
  readonly source: string;
  /** Number of models in a downloaded table. */
  readonly models?: number;
  /** Time of the download, ms. */
  readonly downloadedAt?: number;
  /** Day of the built-in table. */
  readonly builtInDate: string;
  /** Address of the next download: `models.tableUrl` of the configuration. */
  readonly url: string;
}

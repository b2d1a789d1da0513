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

/** The model table: limits, capabilities, and prices that the providers' APIs don't report. */
export interface ModelTableStatus {
  /** Date of the table in use, `YYYY-MM-DD`. */
  readonly date: string;
  /** `built-in`: the table that comes with this version of Gatehouse. */
  readonly origin: 'built-in' | 'downloaded';
  /** Where the table comes from: an address if it was downloaded. */
  readonly source: string;
  /** Number of models in a downloaded table. */
  readonly models?: number;
  /** Time of the download, ms. */
  readonly downloadedAt?: number;
  /** Date of the built-in table. */
  readonly builtInDate: string;
  /** Address used by the next refresh: `models.tableUrl` in the configuration. */
  readonly url: string;
}

/** Usage and cost of a period. Calls with an unknown price aren't part of `cost`; `unpriced` counts them. */
export interface UsageRow {
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly totalTokens: number;
  readonly totalCost: number;
  readonly inputCost: number;
  readonly outputCost: number;
  readonly cacheReadCost: number;
  readonly cacheWriteCost: number;
  readonly missingCostEntries: number;
}

/** Result of `usage.cost`. */
export interface UsageCost {
  readonly updatedAt: number;
  /** Date of the prices, `YYYY-MM-DD`. Older gateways omit it. */
  readonly pricesAsOf?: string;
  readonly days: number;
  readonly daily: readonly (UsageRow & { readonly date: string })[];
  readonly totals: UsageRow;
}

/** How much of a rate limit is used. */
export interface RateLimitWindow {
  /** What is limited: requests or tokens. */
  readonly label: string;
  readonly usedPercent: number;
  /** When the limit resets, ms. */
  readonly resetAt?: number;
}

/** The rate limits that a provider reported with its last response. */
export interface ProviderLimits {
  readonly provider: string;
  readonly displayName: string;
  readonly windows: readonly RateLimitWindow[];
  /** Gatehouse extension: time of that response, ms. */
  readonly observedAt: number;
}

/** Result of `usage.status`. */
export interface UsageStatus {
  readonly updatedAt: number;
  /** Providers that have reported limits since the gateway started. */
  readonly providers: readonly ProviderLimits[];
}

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
  /** Day of the prices in effect, `YYYY-MM-DD`. Absent from older gateways. */
  readonly pricesAsOf?: string;
  readonly days: number;
  readonly daily: readonly (UsageRow & { readonly date: string })[];
  readonly totals: UsageRow;
}

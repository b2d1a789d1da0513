// Usage and cost: the types.

/** Cost of a span of days; `cost` lacks calls whose price is unknown, which `unpriced` counts. */
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

/** Answer to `usage.cost`. */
export interface UsageCost {
  readonly updatedAt: number;
  readonly days: number;
  readonly daily: readonly (UsageRow & { readonly date: string })[];
  readonly totals: UsageRow;
}

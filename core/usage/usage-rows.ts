// Sums of usage rows.
import type { UsageRow } from '#contract/types/usage.ts';

/** The sum of rows, without their further fields. */
export function sumRows(rows: readonly UsageRow[]): UsageRow {
  const sum = (field: keyof UsageRow): number => rows.reduce((total, row) => total + row[field], 0);
  return {
    input: sum('input'),
    output: sum('output'),
    cacheRead: sum('cacheRead'),
    cacheWrite: sum('cacheWrite'),
    totalTokens: sum('totalTokens'),
    totalCost: sum('totalCost'),
    inputCost: sum('inputCost'),
    outputCost: sum('outputCost'),
    cacheReadCost: sum('cacheReadCost'),
    cacheWriteCost: sum('cacheWriteCost'),
    missingCostEntries: sum('missingCostEntries'),
  };
}

// Turns the answer of `usage.cost` into what the usage page draws: a full row of days and words for numbers.
import type { UsageCost, UsageRow } from '#contract/types/usage.ts';
import { formatCost } from '#messages/format.ts';

/** One bar. Days without calls are there with zeros. */
export interface UsageDay {
  readonly date: string;
  readonly tokens: number;
  readonly cost: number;
  readonly unpriced: number;
}

/** The last `days` days up to `today` (`YYYY-MM-DD`), oldest first, gaps filled. */
export function fillDays(usage: UsageCost, days: number, today: string): readonly UsageDay[] {
  const known = new Map(usage.daily.map((row) => [row.date, row]));
  return Array.from({ length: days }, (_, at) => {
    const date = shiftDay(today, at - days + 1);
    const row = known.get(date);
    return { date, tokens: row?.totalTokens ?? 0, cost: row?.totalCost ?? 0, unpriced: row?.missingCostEntries ?? 0 };
  });
}

/** The day `by` days later; plain calendar arithmetic, no time zone involved. */
export function shiftDay(date: string, by: number): string {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + by);
  return day.toISOString().slice(0, 10);
}

/** The day of a time. Days are those of UTC, as the gateway counts them. */
export function dayOf(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}

/** A price in words: small amounts keep their digits, and what has no price says so instead of 0. */
export function costWords(cost: number, unpriced: number): string {
  if (cost === 0) return unpriced > 0 ? 'no price known' : '$0.00';
  return unpriced > 0 ? `≥ ${formatCost(cost)}` : formatCost(cost);
}

/** The sum over some rows, in the shape of one. */
export function sumCost(rows: readonly UsageDay[]): {
  readonly cost: number;
  readonly tokens: number;
  readonly unpriced: number;
} {
  return rows.reduce(
    (sum, row) => ({
      cost: sum.cost + row.cost,
      tokens: sum.tokens + row.tokens,
      unpriced: sum.unpriced + row.unpriced,
    }),
    { cost: 0, tokens: 0, unpriced: 0 },
  );
}

/** Share of input that came from the provider's cache, 0 to 1. */
export function cacheShare(row: Pick<UsageRow, 'input' | 'cacheRead' | 'cacheWrite'>): number {
  const total = row.input + row.cacheRead + row.cacheWrite;
  return total === 0 ? 0 : row.cacheRead / total;
}

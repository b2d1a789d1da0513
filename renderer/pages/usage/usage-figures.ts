// The figures of the usage page: days, sums, shares, and sessions.
import type { SessionUsage } from '#contract/types/session-usage.ts';
import type { UsageCost, UsageRow } from '#contract/types/usage.ts';
import { formatCost } from '#messages/format.ts';
import { t } from '#messages/translate.ts';

/** One bar. Days without calls have zeros. */
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

/** The date `by` days later: calendar arithmetic without a time zone. */
export function shiftDay(date: string, by: number): string {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + by);
  return day.toISOString().slice(0, 10);
}

/** Asks the gateway to count days in the time zone of this device. */
export const LOCAL_DAYS = { mode: 'specific', timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone } as const;

/** The local date of a point in time. */
export function toDay(atMs: number): string {
  const at = new Date(atMs);
  const parts = [at.getFullYear(), at.getMonth() + 1, at.getDate()];
  return parts.map((part) => String(part).padStart(2, '0')).join('-');
}

/** A cost. Usage without a known price is never shown as $0. */
export function describeCost(cost: number, unpriced: number): string {
  if (cost === 0) return unpriced > 0 ? t('usage.noPrice') : formatCost(0);
  return unpriced > 0 ? t('usage.atLeast', { cost: formatCost(cost) }) : formatCost(cost);
}

/** The sum over some rows, in the shape of one. */
export function sumCost(rows: readonly UsageDay[]): Omit<UsageDay, 'date'> {
  const sum = { cost: 0, tokens: 0, unpriced: 0 };
  for (const { cost, tokens, unpriced } of rows) {
    sum.cost += cost;
    sum.tokens += tokens;
    sum.unpriced += unpriced;
  }
  return sum;
}

/** Share of input that came from the provider's cache, 0 to 1. */
export function cacheShare(row: Pick<UsageRow, 'input' | 'cacheRead' | 'cacheWrite'>): number {
  const total = row.input + row.cacheRead + row.cacheWrite;
  return total === 0 ? 0 : row.cacheRead / total;
}

/** A session that called a model. */
export interface UsedSession extends Omit<UsageDay, 'date'> {
  readonly key: string;
  readonly title: string;
  readonly calls: number;
}

/** Sessions that called a model, by cost and then by tokens: calls without a known price aren't free. */
export function mostExpensiveFirst(sessions: readonly SessionUsage[]): readonly UsedSession[] {
  const used = sessions.flatMap(({ key, label: title = key, usage }): readonly UsedSession[] => {
    if (usage === null || usage.calls === 0) return [];
    const { calls, totalTokens: tokens, totalCost: cost, missingCostEntries: unpriced } = usage;
    return [{ key, title, calls, tokens, cost, unpriced }];
  });
  return used.toSorted((a, b) => b.cost - a.cost || b.tokens - a.tokens);
}

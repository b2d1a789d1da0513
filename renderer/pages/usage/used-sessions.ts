// The rows of the session table on the usage page.
import type { SessionUsage } from '#contract/types/session-usage.ts';

/** A session that called a model. */
export interface UsedSession {
  readonly key: string;
  readonly title: string;
  readonly calls: number;
  readonly tokens: number;
  readonly cost: number;
  readonly unpriced: number;
}

/** Sessions that called a model, by cost and then by tokens: calls without a known price aren't free. */
export function mostExpensiveFirst(sessions: readonly SessionUsage[]): readonly UsedSession[] {
  return sessions
    .flatMap(({ key, label, usage }): readonly UsedSession[] =>
      usage === null || usage.calls === 0
        ? []
        : [
            {
              key,
              title: label ?? key,
              calls: usage.calls,
              tokens: usage.totalTokens,
              cost: usage.totalCost,
              unpriced: usage.missingCostEntries,
            },
          ],
    )
    .toSorted((a, b) => b.cost - a.cost || b.tokens - a.tokens);
}

// The rows of the table of sessions on the usage page. Pure.
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

/** Those that called a model: by cost, then by tokens, for what has no price is not free. */
export function costliestFirst(sessions: readonly SessionUsage[]): readonly UsedSession[] {
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

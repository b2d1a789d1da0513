// Usage in the in-memory store: as SQLite's, by adding everything up.
import { localDay } from '#core/usage/local-day.ts';
import type { UsageRow } from '#contract/types/usage.ts';
import type { SessionEvent } from '#contract/sessions/session-events.ts';
import type {
  UsageActivity,
  UsageField,
  UsageFilter,
  UsageGroup,
  UsageRecord,
  UsageStore,
} from '#core/ports/usage-store.ts';

/** The usage part of the store. */
export function usageStore(
  records: readonly UsageRecord[],
  eventsOf: (key: string) => readonly SessionEvent[],
): UsageStore {
  return {
    groups: async (filter, by) =>
      groups(
        records.filter((record) => isWithin(record, filter)),
        by,
        filter.timeZone,
      ),
    total: async ({ ownerId: _, since = 0, ...scope }) => {
      const found = records.filter(
        (record) =>
          record.ts >= since && Object.entries(scope).every(([field, value]) => Reflect.get(record, field) === value),
      );
      const row = found.reduce<UsageRow | undefined>(addDay, undefined);
      const { totalCost: cost = 0, totalTokens: tokens = 0, missingCostEntries: unpricedCalls = 0 } = row ?? {};
      return { cost, tokens, unpricedCalls };
    },
    records: async (sessionKey) =>
      records
        .filter((record) => record.sessionKey === sessionKey)
        .map((record) => ({ ...record, usage: pricedUsage(record) })),
    activity: async (filter, keys) =>
      activity(
        keys.flatMap((key) => eventsOf(key)),
        filter,
      ),
  };
}

function addDay(row: UsageRow | undefined, { usage, cost }: UsageRecord): UsageRow {
  const sum = (key: keyof UsageRow, value: number) => (row?.[key] ?? 0) + value;
  const tokens = usage.input + usage.output + usage.cacheRead + usage.cacheWrite;
  const price = cost ?? { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
  return {
    input: sum('input', usage.input),
    output: sum('output', usage.output),
    cacheRead: sum('cacheRead', usage.cacheRead),
    cacheWrite: sum('cacheWrite', usage.cacheWrite),
    totalTokens: sum('totalTokens', tokens),
    totalCost: sum('totalCost', price.input + price.output + price.cacheRead + price.cacheWrite),
    inputCost: sum('inputCost', price.input),
    outputCost: sum('outputCost', price.output),
    cacheReadCost: sum('cacheReadCost', price.cacheRead),
    cacheWriteCost: sum('cacheWriteCost', price.cacheWrite),
    missingCostEntries: sum('missingCostEntries', cost === undefined ? 1 : 0),
  };
}

function isWithin({ ts, agentId, sessionKey }: UsageRecord, filter: UsageFilter): boolean {
  const date = localDay(ts, filter.timeZone);
  return (
    date >= filter.from &&
    date <= filter.to &&
    (filter.agentId === undefined || filter.agentId === agentId) &&
    (filter.sessionKey === undefined || filter.sessionKey === sessionKey)
  );
}

function groups(
  records: readonly UsageRecord[],
  by: readonly UsageField[],
  timeZone: string | undefined,
): readonly UsageGroup[] {
  const found = new Map<string, UsageGroup>();
  for (const record of records) {
    const all = { ...record, date: localDay(record.ts, timeZone) };
    const fields = Object.fromEntries(by.map((field) => [field, all[field]]));
    const id = JSON.stringify(fields);
    const before = found.get(id);
    found.set(id, {
      ...fields,
      ...addDay(before, record),
      calls: (before?.calls ?? 0) + 1,
      firstTs: Math.min(before?.firstTs ?? record.ts, record.ts),
      lastTs: Math.max(before?.lastTs ?? record.ts, record.ts),
    });
  }
  return [...found]
    .toSorted(([a, one], [b, other]) =>
      by.includes('date') ? (a < b ? -1 : 1) : other.totalTokens - one.totalTokens || (a < b ? -1 : 1),
    )
    .map(([, group]) => group);
}

function pricedUsage({ usage, cost }: UsageRecord): UsageRecord['usage'] {
  if (cost === undefined) return usage;
  return { ...usage, cost: cost.input + cost.output + cost.cacheRead + cost.cacheWrite };
}

function activity(events: readonly SessionEvent[], { from, to, timeZone }: UsageFilter): readonly UsageActivity[] {
  const found = new Map<string, UsageActivity>();
  for (const event of events) {
    const date = localDay(event.ts, timeZone);
    const kind = date < from || date > to ? undefined : kindOf(event);
    if (kind === undefined) continue;
    const id = JSON.stringify(kind);
    found.set(id, { ...kind, count: (found.get(id)?.count ?? 0) + 1 });
  }
  return [...found.values()];
}

function kindOf(event: SessionEvent): Omit<UsageActivity, 'count'> | undefined {
  switch (event.type) {
    case 'message.accepted':
    case 'message.completed':
      return { type: event.type, failed: false };
    case 'tool.finished':
      return { type: event.type, tool: event.name, failed: event.isError };
    case 'run.ended':
      return { type: event.type, failed: event.status === 'failed' };
    default:
      return undefined;
  }
}

// Tokens and cost, one row per model call, written in the transaction of its message.
import type { UsageRecord, UsageStore } from '#core/ports/usage-store.ts';
import { localDay } from '#core/usage/local-day.ts';
import type { Connection } from './connection.ts';
import { openUsageGroups } from './usage-groups.ts';

/** Usage for the store itself: `add` writes within an open transaction. */
export interface UsageLog extends UsageStore {
  add(record: UsageRecord, ownerId: string): void;
}

/** Opens the usage table. */
export function openUsageLog(connection: Connection): UsageLog {
  const insert = connection.insert('usage');
  return { add: (record, ownerId) => void insert({ ...toCells(record), ownerId }), ...openUsageGroups(connection) };
}

function toCells(record: UsageRecord) {
  const { usage, cost, ...call } = record;
  const { input, output, cacheRead, cacheWrite } = usage;
  const sum = cost === undefined ? undefined : cost.input + cost.output + cost.cacheRead + cost.cacheWrite;
  return {
    ...call,
    day: localDay(call.ts),
    input,
    output,
    cacheRead,
    cacheWrite,
    cost: sum ?? usage.cost ?? null,
    inputCost: cost?.input ?? null,
    outputCost: cost?.output ?? null,
    cacheReadCost: cost?.cacheRead ?? null,
    cacheWriteCost: cost?.cacheWrite ?? null,
  };
}

// Usage of sessions: types.
import type { UsageRow } from './usage.ts';

/** Usage of a session. `usage` is null if it called no model in the requested period. */
export interface SessionUsage {
  readonly key: string;
  readonly label?: string;
  readonly sessionId?: string;
  readonly scope: 'instance';
  readonly updatedAt?: number;
  readonly agentId?: string;
  readonly modelProvider?: string;
  readonly model?: string;
  readonly usage:
    | (UsageRow & { readonly calls: number; readonly firstActivity: number; readonly lastActivity: number })
    | null;
}

/** Totals over sessions by group. */
export interface UsageAggregates {
  readonly sessionCount: number;
  readonly messages: {
    readonly total: number;
    readonly user: number;
    readonly assistant: number;
    readonly toolCalls: number;
    readonly toolResults: number;
    readonly errors: number;
  };
  readonly tools: {
    readonly totalCalls: number;
    readonly uniqueTools: number;
    readonly tools: readonly { readonly name: string; readonly count: number }[];
  };
  readonly byModel: readonly {
    readonly provider: string;
    readonly model: string;
    readonly count: number;
    readonly totals: UsageRow;
  }[];
  readonly byProvider: readonly { readonly provider: string; readonly count: number; readonly totals: UsageRow }[];
  readonly byAgent: readonly { readonly agentId: string; readonly totals: UsageRow }[];
  readonly byChannel: readonly [];
  readonly byCreator: readonly [];
  readonly daily: readonly { readonly date: string; readonly tokens: number; readonly cost: number }[];
  readonly costDaily: readonly (UsageRow & { readonly date: string })[];
  readonly modelDaily: readonly {
    readonly date: string;
    readonly provider: string;
    readonly model: string;
    readonly tokens: number;
    readonly cost: number;
    readonly count: number;
  }[];
  readonly dailyLatency: readonly [];
}

/** Result of `sessions.usage`. */
export interface SessionsUsageResult {
  readonly updatedAt: number;
  readonly startDate: string;
  readonly endDate: string;
  readonly sessions: readonly SessionUsage[];
  readonly totals: UsageRow;
  readonly aggregates: UsageAggregates;
  /** Gatehouse has one owner, so there is no user to select. */
  readonly creatorOptions: readonly [];
  /** Usage is recorded with each call, so it is always up to date. */
  readonly cacheStatus: {
    readonly status: 'fresh';
    readonly cachedFiles: number;
    readonly pendingFiles: number;
    readonly staleFiles: number;
  };
}

/** A point of a session's usage and the cumulative total. */
export interface UsagePoint {
  readonly timestamp: number;
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly totalTokens: number;
  readonly cost: number;
  readonly cumulativeTokens: number;
  readonly cumulativeCost: number;
}

/** A message of a session with its cost. */
export interface UsageLine {
  readonly timestamp: number;
  readonly role: 'user' | 'assistant' | 'toolResult';
  readonly content: string;
  readonly tokens?: number;
  readonly cost?: number;
}

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

type Counts<Name extends string> = Readonly<Record<Name, number>>;

/** Totals over sessions by group. */
export interface UsageAggregates {
  readonly sessionCount: number;
  readonly messages: Counts<'total' | 'user' | 'assistant' | 'toolCalls' | 'toolResults' | 'errors'>;
  readonly tools: Counts<'totalCalls' | 'uniqueTools'> & {
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
  /** Gatehouse extension. No ID: sessions without a project. Older gateways omit it. */
  readonly byProject?: readonly { readonly projectId?: string; readonly count: number; readonly totals: UsageRow }[];
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
  readonly cacheStatus: { readonly status: 'fresh' } & Counts<'cachedFiles' | 'pendingFiles' | 'staleFiles'>;
}

/** A point of a session's usage and the cumulative total. */
export interface UsagePoint extends Pick<UsageRow, 'input' | 'output' | 'cacheRead' | 'cacheWrite' | 'totalTokens'> {
  readonly timestamp: number;
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

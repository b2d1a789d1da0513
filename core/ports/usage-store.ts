// Store port of usage: one record for each model call.
import type { Usage } from '#contract/types/content.ts';
import type { UsageRow } from '#contract/types/usage.ts';

/** The cost of a call by kind of token, US dollars. */
export type CostParts = Readonly<Omit<Usage, 'cost'>>;

/** Tokens and price of one model call. */
export interface UsageRecord {
  readonly ts: number;
  readonly sessionKey: string;
  readonly runId: string;
  readonly agentId: string;
  readonly projectId?: string;
  /** The schedule that started the run. */
  readonly scheduleId?: string;
  readonly provider: string;
  readonly model: string;
  readonly usage: Usage;
  /** Absent when the price is unknown. */
  readonly cost?: CostParts;
}

/** Filter of calls to sum; days are inclusive dates `YYYY-MM-DD`. */
export interface UsageFilter {
  readonly from: string;
  readonly to: string;
  /** Time zone of the days; default UTC. */
  readonly timeZone?: string;
  readonly agentId?: string;
  readonly sessionKey?: string;
}

/** Calls to add up; absent fields match all. */
export interface UsageScope {
  readonly ownerId: string;
  readonly runId?: string;
  readonly sessionKey?: string;
  readonly agentId?: string;
  readonly projectId?: string;
  readonly scheduleId?: string;
  /** Unix ms. */
  readonly since?: number;
}

/** Fields to group by. */
export type UsageField = 'sessionKey' | 'agentId' | 'projectId' | 'provider' | 'model' | 'date';

/** Totals of a group of calls. */
export interface UsageGroup extends UsageRow, Readonly<Partial<Record<UsageField, string>>> {
  readonly calls: number;
  readonly firstTs: number;
  readonly lastTs: number;
}

/** Messages and tool results of sessions, counted by kind. */
export interface UsageActivity {
  readonly type: 'message.accepted' | 'message.completed' | 'tool.finished' | 'run.ended';
  readonly tool?: string;
  readonly failed: boolean;
  readonly count: number;
}

/** Usage of all model calls. */
export interface UsageStore {
  /** Totals by group, most tokens first; days in order. */
  groups(filter: UsageFilter, by: readonly UsageField[]): Promise<readonly UsageGroup[]>;
  /** Tokens and cost of a scope. */
  total(scope: UsageScope): Promise<Readonly<Record<'cost' | 'tokens' | 'unpricedCalls', number>>>;
  /** The calls of one session, oldest first. */
  records(sessionKey: string): Promise<readonly UsageRecord[]>;
  /** Session activity during these days. */
  activity(filter: UsageFilter, keys: readonly string[]): Promise<readonly UsageActivity[]>;
}

// Tokens and cost of model calls, in reports.
import type { UsagePoint } from '#contract/types/session-usage.ts';
import type { UsageRow } from '#contract/types/usage.ts';
import type { SessionRecord } from '../ports/sessions-store.ts';
import type { UsageGroup } from '../ports/usage-store.ts';

/** Period and subject of a report. Days are inclusive dates `YYYY-MM-DD`. */
export interface UsageQuery {
  /** Default: as many `days` as requested before `to`, or all time. */
  readonly from?: string | undefined;
  /** Default: today. */
  readonly to?: string | undefined;
  readonly days?: number | undefined;
  /** Time zone of the days; default UTC. */
  readonly timeZone?: string | undefined;
  readonly agentId?: string | undefined;
  readonly sessionKey?: string | undefined;
}

/** Usage by day. */
export interface DailyUsage {
  readonly days: number;
  readonly daily: readonly (UsageRow & { readonly date: string })[];
  readonly totals: UsageRow;
}

/** Usage of one session. No record: it was removed. No usage: it called no model in the period. */
export interface UsedSession {
  readonly key: string;
  readonly agentId?: string;
  readonly updatedAt: number;
  readonly record?: SessionRecord;
  readonly usage?: UsageGroup;
}

/** Messages and tool calls of the sessions in a report. */
export interface SessionActivity {
  readonly user: number;
  readonly assistant: number;
  readonly toolCalls: number;
  readonly errors: number;
  /** Most used first. */
  readonly tools: readonly { readonly name: string; readonly count: number }[];
}

type Grouping = 'byModel' | 'byProvider' | 'byAgent' | 'byProject' | 'byDay' | 'byModelAndDay';

/** Usage by session, with totals by other properties. */
export interface SessionUsageReport extends Readonly<Record<Grouping, readonly UsageGroup[]>> {
  readonly from: string;
  readonly to: string;
  /** Latest first. */
  readonly sessions: readonly UsedSession[];
  readonly sessionCount: number;
  readonly totals: UsageRow;
  readonly activity: SessionActivity;
}

/** Usage reports. @throws {GatewayError} for an invalid date or an unknown time zone. */
export interface UsageFacet {
  byDay(query: UsageQuery): Promise<DailyUsage>;
  /** At most `limit` sessions; the totals cover all of them. */
  bySession(query: UsageQuery, limit: number): Promise<SessionUsageReport>;
  /** One session over time, in at most 200 points. */
  overTime(sessionKey: string): Promise<readonly UsagePoint[]>;
}

// Usage reports in the OpenClaw dialect.
import type { MethodParams } from '#contract/methods/registry.ts';
import type { SessionUsage, UsageAggregates, UsageLine } from '#contract/types/session-usage.ts';
import { defined } from '#contract/types/defined.ts';
import { truncateText } from '#contract/types/truncate-text.ts';
import type { SessionUsageReport, UsageQuery, UsedSession } from '#core/engine/usage-facet.ts';
import type { UsageGroup } from '#core/ports/usage-store.ts';
import { rowContent } from '#core/transcript/row-content.ts';
import { sumRows } from '#core/usage/usage-reports.ts';
import { splitModel } from './session-row.ts';

const UTC_OFFSET = /^UTC([+-])(\d{1,2})(?::([0-5]\d))?$/;
const MAX_LINE_CHARACTERS = 2_000;

/** Params that both usage methods have. */
type UsageParams = Pick<
  MethodParams<'usage.cost'>,
  'startDate' | 'endDate' | 'agentId' | 'agentScope' | 'mode' | 'timeZone' | 'utcOffset'
>;

/** The query behind the params of a usage method. */
export function toUsageQuery({ startDate, endDate, agentId, agentScope, ...zone }: UsageParams): UsageQuery {
  return {
    from: startDate,
    to: endDate,
    agentId: agentScope === 'all' ? undefined : agentId,
    timeZone: toTimeZone(zone),
  };
}

function toTimeZone({ mode, timeZone, utcOffset }: UsageParams): string | undefined {
  if (mode === 'utc') return undefined;
  if (mode === 'gateway') return Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (timeZone !== undefined) return timeZone;
  // JavaScript's name for `UTC+5:30` is `+05:30`.
  const [, sign, hours, minutes = '00'] = UTC_OFFSET.exec(utcOffset ?? '') ?? [];
  return sign === undefined || hours === undefined ? undefined : `${sign}${hours.padStart(2, '0')}:${minutes}`;
}

/** One session of `sessions.usage`; `fallbackModel` is the agent's. */
export function toSessionUsage(
  { key, agentId, updatedAt, record, usage }: UsedSession,
  fallbackModel: (agentId: string) => string | undefined,
): SessionUsage {
  const label = record?.title ?? record?.derivedTitle;
  return {
    key,
    scope: 'instance',
    updatedAt,
    ...defined({ agentId, label, sessionId: record?.sessionId }),
    ...(record && splitModel(record.model ?? fallbackModel(record.agentId))),
    usage:
      usage === undefined
        ? null
        : { ...sumRows([usage]), calls: usage.calls, firstActivity: usage.firstTs, lastActivity: usage.lastTs },
  };
}

/** The totals of `sessions.usage`. */
export function toUsageAggregates(report: SessionUsageReport): UsageAggregates {
  const { user, assistant, toolCalls, errors, tools } = report.activity;
  const model = ({ provider = '', model: name = '' }: UsageGroup) => ({ provider, model: name });
  return {
    sessionCount: report.sessionCount,
    messages: { total: user + assistant, user, assistant, toolCalls, toolResults: toolCalls, errors },
    tools: { totalCalls: toolCalls, uniqueTools: tools.length, tools },
    byModel: report.byModel.map((group) => ({ ...model(group), count: group.calls, totals: sumRows([group]) })),
    byProvider: report.byProvider.map(({ provider = '', ...group }) => ({
      provider,
      count: group.calls,
      totals: sumRows([group]),
    })),
    byAgent: report.byAgent.map(({ agentId = '', ...group }) => ({ agentId, totals: sumRows([group]) })),
    byProject: report.byProject.map((group) => ({
      // SQL has null for calls without a project.
      ...(group.projectId ? { projectId: group.projectId } : {}),
      count: group.calls,
      totals: sumRows([group]),
    })),
    byChannel: [],
    byCreator: [],
    daily: report.byDay.map(({ date = '', totalTokens: tokens, totalCost: cost }) => ({ date, tokens, cost })),
    costDaily: report.byDay.map((group) => ({ date: group.date ?? '', ...sumRows([group]) })),
    modelDaily: report.byModelAndDay.map((group) => ({
      date: group.date ?? '',
      ...model(group),
      tokens: group.totalTokens,
      cost: group.totalCost,
      count: group.calls,
    })),
    dailyLatency: [],
  };
}

interface PaidRow {
  readonly timestamp: number;
  readonly usage?: { readonly totalTokens: number; readonly cost?: { readonly total: number } };
}

/** One line of `sessions.usage.logs` from a stored transcript row. */
export function toUsageLine(json: string): UsageLine {
  const { role, text } = rowContent(json);
  // Written by the engine.
  const { timestamp, usage } = JSON.parse(json) as PaidRow;
  return {
    timestamp,
    role: role === 'user' || role === 'toolResult' ? role : 'assistant',
    content: truncateText(text, MAX_LINE_CHARACTERS),
    ...defined({ tokens: usage?.totalTokens, cost: usage?.cost?.total }),
  };
}

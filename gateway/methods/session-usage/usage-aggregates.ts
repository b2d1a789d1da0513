// Usage totals over sessions, grouped by common properties.
import type { UsageAggregates } from '#contract/types/session-usage.ts';
import type { UsageActivity, UsageFilter, UsageGroup } from '#core/ports/usage-store.ts';
import type { GatewayServices } from '../../server/services.ts';
import { NO_USAGE_ROW, sumRows } from '../usage/usage.ts';

/** Makes the sums. `groups` are those of the sessions. */
export async function usageAggregates(
  groups: readonly UsageGroup[],
  filter: UsageFilter,
  { store }: GatewayServices,
): Promise<UsageAggregates> {
  const keys = [...new Set(groups.flatMap(({ sessionKey }) => sessionKey ?? []))];
  const models = await store.usage.groups(filter, ['provider', 'model']);
  const providers = await store.usage.groups(filter, ['provider']);
  const agents = await store.usage.groups(filter, ['agentId']);
  const days = await store.usage.groups(filter, ['date']);
  const modelDays = await store.usage.groups(filter, ['date', 'provider', 'model']);
  return {
    sessionCount: keys.length,
    ...counts(keys.length === 0 ? [] : await store.usage.activity(filter, keys)),
    byModel: models.map((group) => ({ ...modelOf(group), count: group.calls, totals: totalsOf(group) })),
    byProvider: providers.map((group) => ({
      provider: group.provider ?? '',
      count: group.calls,
      totals: totalsOf(group),
    })),
    byAgent: agents.map((group) => ({ agentId: group.agentId ?? '', totals: totalsOf(group) })),
    byChannel: [],
    byCreator: [],
    daily: days.map((group) => ({ date: group.date ?? '', tokens: group.totalTokens, cost: group.totalCost })),
    costDaily: days.map((group) => ({ date: group.date ?? '', ...totalsOf(group) })),
    modelDaily: modelDays.map((group) => ({
      date: group.date ?? '',
      ...modelOf(group),
      tokens: group.totalTokens,
      cost: group.totalCost,
      count: group.calls,
    })),
    dailyLatency: [],
  };
}

function modelOf({ provider = '', model = '' }: UsageGroup) {
  return { provider, model };
}

function totalsOf(group: UsageGroup) {
  return sumRows(NO_USAGE_ROW, group);
}

function counts(activity: readonly UsageActivity[]): Pick<UsageAggregates, 'messages' | 'tools'> {
  const count = (of: (row: UsageActivity) => boolean) => activity.filter(of).reduce((sum, row) => sum + row.count, 0);
  const user = count(({ type }) => type === 'message.accepted');
  const assistant = count(({ type }) => type === 'message.completed');
  const results = activity.filter(({ type }) => type === 'tool.finished');
  const names = [...new Set(results.flatMap(({ tool }) => tool ?? []))];
  const tools = names
    .map((name) => ({ name, count: count(({ tool }) => tool === name) }))
    .toSorted((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
  const toolResults = count(({ type }) => type === 'tool.finished');
  return {
    messages: {
      total: user + assistant,
      user,
      assistant,
      toolCalls: toolResults,
      toolResults,
      errors: count(({ failed }) => failed),
    },
    tools: { totalCalls: toolResults, uniqueTools: tools.length, tools },
  };
}

// Lists sessions with the protocol's filters, order and paging.
import { defined } from '#contract/types/defined.ts';
import type { MethodParams } from '#contract/methods/registry.ts';
import type { SessionsListResult } from '#contract/types/sessions.ts';
import type { SessionQuery } from '#core/ports/sessions-store.ts';
import type { GatewayServices } from '../../server/services.ts';
import { sessionRow, modelDefaults } from '../../openclaw/session-row.ts';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1_000;
const MINUTE_MS = 60_000;

type ListParams = MethodParams<'sessions.list'>;

/** The result of `sessions.list`. There is one owner, so `ownerFirst` and filters by person have no effect. */
export async function listSessions(params: ListParams, services: GatewayServices): Promise<SessionsListResult> {
  const limit = Math.min(params.limit ?? DEFAULT_LIMIT, MAX_LIMIT);
  const offset = params.offset ?? 0;
  const { sessions, total } = await services.engine.sessions.list({ ...toFilter(params, services), limit, offset });
  const end = offset + sessions.length;
  return {
    ts: services.clock.now(),
    path: services.identity.home,
    count: sessions.length,
    totalCount: total,
    limitApplied: limit,
    nextOffset: end < total ? end : null,
    hasMore: end < total,
    owners: [],
    defaults: modelDefaults(services),
    sessions: sessions.map((record) => sessionRow(record, services)),
  };
}

function toFilter(params: ListParams, services: GatewayServices): Omit<SessionQuery, 'limit' | 'offset'> {
  const { search, agentId, archived, label, activeMinutes, spawnedBy, sortBy, pinned, group, workspaceDir } = params;
  const exceptPrefixes = [
    ...(params.excludeCron === true ? ['cron:'] : []),
    ...(params.excludeSubagents === true ? ['subagent:'] : []),
  ];
  return {
    ...(search?.trim() ? { search } : {}),
    ...(activeMinutes === undefined ? {} : { updatedSince: services.clock.now() - activeMinutes * MINUTE_MS }),
    ...(spawnedBy === undefined ? {} : { parentKey: services.engine.sessions.resolveKey(spawnedBy, agentId) }),
    ...defined({ agentId, archived, label, sortBy, pinned, category: group, workspace: workspaceDir }),
    ...(params.activeOnly === true ? { running: true } : {}),
    ...(params.deleted === true ? { deleted: true } : {}),
    ...(params.requireLastInteraction === true ? { interacted: true } : {}),
    ...(exceptPrefixes.length === 0 ? {} : { exceptPrefixes }),
    ...(params.configuredAgentsOnly === true
      ? { agentIds: services.config.settings().agents.map((agent) => agent.agentId) }
      : {}),
  };
}

// Lists sessions with the protocol's filters, order and paging.
import { defined } from '#contract/types/defined.ts';
import type { MethodParams } from '#contract/methods/registry.ts';
import type { SessionsListResult } from '#contract/types/sessions.ts';
import type { SessionQuery } from '#core/ports/sessions-store.ts';
import type { GatewayServices } from '../../server/services.ts';
import { sessionRow, modelDefaults, type RowSource } from '../../openclaw/session-row.ts';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1_000;
const MINUTE_MS = 60_000;

type ListParams = MethodParams<'sessions.list'>;

/** The result of `sessions.list`. There is one owner, so `ownerFirst` and filters by person have no effect. */
export async function listSessions(params: ListParams, services: GatewayServices): Promise<SessionsListResult> {
  const list = await readList(toSessionQuery(params, services), services, services);
  return { ts: services.clock.now(), ...list };
}

/** A list without its time. */
export async function readList(
  query: SessionQuery,
  { engine, identity }: Pick<GatewayServices, 'engine' | 'identity'>,
  rows: RowSource,
): Promise<Omit<SessionsListResult, 'ts'>> {
  const { sessions, total } = await engine.sessions.list(query);
  const end = query.offset + sessions.length;
  return {
    path: identity.home,
    count: sessions.length,
    totalCount: total,
    limitApplied: query.limit,
    nextOffset: end < total ? end : null,
    hasMore: end < total,
    owners: [],
    defaults: modelDefaults(rows),
    sessions: sessions.map((record) => sessionRow(record, rows)),
  };
}

/** The query for the options of a call, the settings, and the time. */
export function toSessionQuery(
  params: ListParams,
  services: Pick<GatewayServices, 'engine' | 'clock'> & {
    readonly config: Pick<GatewayServices['config'], 'settings'>;
  },
): SessionQuery {
  const { search, agentId, archived, label, activeMinutes, spawnedBy, sortBy, pinned, group, workspaceDir } = params;
  const { projectId } = params;
  const exceptPrefixes = [
    ...(params.excludeCron === true ? ['cron:'] : []),
    ...(params.excludeSubagents === true ? ['subagent:'] : []),
  ];
  return {
    limit: Math.min(params.limit ?? DEFAULT_LIMIT, MAX_LIMIT),
    offset: params.offset ?? 0,
    ...(search?.trim() ? { search } : {}),
    ...(activeMinutes === undefined ? {} : { updatedSince: services.clock.now() - activeMinutes * MINUTE_MS }),
    ...(spawnedBy === undefined ? {} : { parentKey: services.engine.sessions.resolveKey(spawnedBy, agentId) }),
    ...defined({ agentId, archived, label, sortBy, pinned, category: group, workspace: workspaceDir, projectId }),
    ...(params.activeOnly === true ? { running: true } : {}),
    ...(params.deleted === true ? { deleted: true } : {}),
    ...(params.requireLastInteraction === true ? { interacted: true } : {}),
    ...(exceptPrefixes.length === 0 ? {} : { exceptPrefixes }),
    ...(params.configuredAgentsOnly === true
      ? { agentIds: services.config.settings().agents.map((agent) => agent.agentId) }
      : {}),
  };
}

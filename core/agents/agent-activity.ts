// What agents are doing, derived from their runs and pending approvals.
import type { AgentActivity } from '#contract/types/agents.ts';
import { parseSessionKey } from '#contract/types/ids.ts';
import type { ApprovalsFacet } from '../engine/approvals-facet.ts';
import type { RunsFacet } from '../engine/runs-facet.ts';
import type { Settings } from '../ports/settings.ts';

/** Where activity is read. */
export interface ActivitySource {
  readonly approvals: Pick<ApprovalsFacet, 'pending'>;
  readonly runs: Pick<RunsFacet, 'active'>;
}

/** The activity of all agents, or of one. */
export async function agentActivity(
  settings: Settings,
  { approvals, runs: source }: ActivitySource,
  only?: string,
): Promise<readonly AgentActivity[]> {
  const waiting = new Map((await approvals.pending()).map(({ runId, subject }) => [runId, subject.command]));
  const runs = source.active().map(({ runId, sessionKey, startedAt }) => {
    const note = waiting.get(runId);
    const state = note === undefined ? ('working' as const) : ('waiting' as const);
    return { runId, sessionKey, startedAt, state, ...(note === undefined ? {} : { note }) };
  });
  const byAgent = Map.groupBy(runs, ({ sessionKey }) => parseSessionKey(sessionKey)?.agentId ?? '');
  const ids = new Set([...settings.agents.map(({ agentId }) => agentId), ...byAgent.keys()]);
  return [...ids]
    .filter((agentId) => only === undefined || agentId === only)
    .map((agentId) => toActivity(agentId, byAgent.get(agentId) ?? []));
}

function toActivity(agentId: string, runs: AgentActivity['runs']): AgentActivity {
  const busy = runs.some(({ state }) => state === 'waiting') ? 'waiting' : 'working';
  return { agentId, state: runs.length === 0 ? 'idle' : busy, runs };
}

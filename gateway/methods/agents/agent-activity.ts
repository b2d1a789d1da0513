// What agents are doing now, derived from their runs and pending approvals and questions.
import { parseSessionKey } from '#contract/types/ids.ts';
import type { AgentActivity } from '#contract/types/agents.ts';
import type { GatewayServices } from '../../server/services.ts';

/** The activity of all agents, or of one. A removed agent is listed while one of its runs is active. */
export async function agentActivity(
  { config, engine }: GatewayServices,
  only?: string,
): Promise<{ readonly agents: readonly AgentActivity[] }> {
  const waiting = new Map((await engine.approvals.pending()).map(({ runId, subject }) => [runId, subject.command]));
  const runs = engine.runs.active().map(({ runId, sessionKey, startedAt }) => {
    const note = waiting.get(runId);
    const state = note === undefined ? ('working' as const) : ('waiting' as const);
    return { runId, sessionKey, startedAt, state, ...(note === undefined ? {} : { note }) };
  });
  const byAgent = Map.groupBy(runs, ({ sessionKey }) => parseSessionKey(sessionKey)?.agentId ?? '');
  const ids = new Set([...config.settings().agents.map(({ agentId }) => agentId), ...byAgent.keys()]);
  const agents = [...ids]
    .filter((agentId) => only === undefined || agentId === only)
    .map((agentId) => activityOf(agentId, byAgent.get(agentId) ?? []));
  return { agents };
}

function activityOf(agentId: string, runs: AgentActivity['runs']): AgentActivity {
  const busy = runs.some(({ state }) => state === 'waiting') ? 'waiting' : 'working';
  return { agentId, state: runs.length === 0 ? 'idle' : busy, runs };
}

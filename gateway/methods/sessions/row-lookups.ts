// Records what session rows show besides their records, to tell whether a cached list is still current.
import type { WorktreeRecord } from '#core/ports/worktree-store.ts';
import type { RowSource } from '../../openclaw/session-row.ts';

/** A source of rows, and whether everything that was read from it is still the same. */
export interface RecordedSource {
  readonly source: RowSource;
  isCurrent(): boolean;
}

/** Wraps a source of rows. */
export function recordLookups({
  engine: { agents, projects, providers, queuedRuns, quota, worktrees },
}: RowSource): RecordedSource {
  const models = new Map<string, string | undefined>();
  const machines = new Map<string, string | undefined>();
  const projectMachines = new Map<string | undefined, string | undefined>();
  const windows = new Map<string | undefined, number>();
  const queued = new Map<string, boolean>();
  const waits = new Map<string, ReturnType<typeof quota.find>>();
  const checkouts = new Map<string, WorktreeRecord | undefined>();
  const required = new Map<string | undefined, string>();
  return {
    source: {
      engine: {
        agents: {
          model: (agentId) => note(models, agentId, agents.model(agentId)),
          machine: (agentId) => note(machines, agentId, agents.machine(agentId)),
          require(agentId) {
            const agent = agents.require(agentId);
            required.set(agentId, agent.agentId);
            return agent;
          },
        },
        projects: { machine: (id) => note(projectMachines, id, projects.machine(id)) },
        providers: { contextWindow: (name) => note(windows, name, providers.contextWindow(name)) },
        quota: { find: (key) => note(waits, key, quota.find(key)) },
        queuedRuns: { has: (key) => note(queued, key, queuedRuns.has(key)) },
        worktrees: { peek: (id) => note(checkouts, id, worktrees.peek(id)) },
      },
    },
    isCurrent: () =>
      every(models, (agentId) => agents.model(agentId)) &&
      every(machines, (agentId) => agents.machine(agentId)) &&
      every(projectMachines, (id) => projects.machine(id)) &&
      every(waits, (key) => quota.find(key)) &&
      every(queued, (key) => queuedRuns.has(key)) &&
      every(checkouts, (id) => worktrees.peek(id)) &&
      every(windows, (name) => providers.contextWindow(name)) &&
      every(required, (agentId) => agents.require(agentId).agentId),
  };
}

function note<K, V>(map: Map<K, V>, name: K, value: V): V {
  map.set(name, value);
  return value;
}

function every<K, V>(map: ReadonlyMap<K, V>, read: (name: K) => V): boolean {
  for (const [name, value] of map) if (read(name) !== value) return false;
  return true;
}

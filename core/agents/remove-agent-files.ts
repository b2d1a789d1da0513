// Moves the files of a deleted agent to the trash, from which they can be restored.
import type { AgentSettings } from '#contract/types/agents.ts';
import type { RemovedFiles } from '../engine/agents-facet.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import { FileError, type Machine } from '../ports/machine.ts';
import { openMachine } from '../workspaces/open-workspace.ts';
import { moveToTrash, TRASH_FOLDER } from '../workspaces/trash.ts';

/** Empties the agent's folder if Gatehouse created it and no other agent uses it. Reports every path that stays. */
export async function removeAgentFiles(agent: AgentSettings, ports: EnginePorts): Promise<RemovedFiles> {
  const { workspace, ownFolder, agentId } = agent;
  const { agents } = ports.config.settings();
  const isShared = agents.some((other) => other.agentId !== agentId && other.workspace === workspace);
  if (ownFolder !== true) return keep(workspace, 'You chose this folder, so it was kept.');
  if (isShared) return keep(workspace, 'Another agent uses this folder, so it was kept.');
  try {
    return await empty(await openMachine(ports.machines, agent), ports);
  } catch (error) {
    if (error instanceof FileError) return keep(workspace, error.message);
    throw error;
  }
}

async function empty(machine: Machine, { ids }: EnginePorts): Promise<RemovedFiles> {
  const removed: string[] = [];
  const kept: RemovedFiles['kept'][number][] = [];
  for (const { path } of await machine.list('.')) {
    if (path === TRASH_FOLDER) continue;
    try {
      await moveToTrash(machine, path, ids);
      removed.push(path);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      kept.push({ path, reason: error.message });
    }
  }
  return { removed, kept };
}

function keep(path: string, reason: string): RemovedFiles {
  return { removed: [], kept: [{ path, reason }] };
}

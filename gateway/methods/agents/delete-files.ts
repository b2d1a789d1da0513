// Moves the files of an agent that is deleted to the trash, from which they can be restored.
import type { AgentSettings } from '#contract/types/agents.ts';
import type { PublishedType } from '#contract/wire/published.ts';
import { FileError, type Machine } from '#core/ports/machine.ts';
import type { GatewayServices } from '../../server/services.ts';

type Deletion = Required<Pick<PublishedType<'AgentsDeleteResult'>, 'removed' | 'failed'>>;

/** Empties the agent's folder if Gatehouse created it and no other agent uses it. Reports every path that stays. */
export async function deleteAgentFiles(agent: AgentSettings, { config, machines }: GatewayServices): Promise<Deletion> {
  const { workspace, ownFolder, agentId } = agent;
  const isShared = config.settings().agents.some((other) => other.agentId !== agentId && other.workspace === workspace);
  if (ownFolder !== true) return kept(workspace, 'You chose this folder, so it was kept.');
  if (isShared) return kept(workspace, 'Another agent uses this folder, so it was kept.');
  try {
    return await empty(await machines.open(workspace));
  } catch (error) {
    if (error instanceof FileError) return kept(workspace, error.message);
    throw error;
  }
}

async function empty(machine: Machine): Promise<Deletion> {
  const removed: Deletion['removed'][number][] = [];
  const failed: Deletion['failed'][number][] = [];
  for (const { path } of await machine.list('.')) {
    try {
      await machine.remove(path);
      removed.push({ path, method: 'trash' });
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      failed.push({ path, reason: error.message });
    }
  }
  return { removed, failed };
}

function kept(path: string, reason: string): Deletion {
  return { removed: [], failed: [{ path, reason }] };
}

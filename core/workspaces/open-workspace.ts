// Opens the workspaces of sessions and agents.
import { parseSessionKey } from '#contract/types/ids.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { SessionsFacet } from '../engine/sessions-facet.ts';
import type { WorkspacesFacet } from '../engine/workspaces-facet.ts';
import { agentOf } from '../runs/model-choice.ts';

/** The workspaces of the engine. */
export function workspaces({ config, machines }: EnginePorts, sessions: SessionsFacet): WorkspacesFacet {
  return {
    async openSession(asked, agentId) {
      const key = sessions.resolveKey(asked, agentId);
      const record = await sessions.get(key);
      const owner = record?.agentId ?? parseSessionKey(key)?.agentId ?? '';
      return { key, agentId: owner, machine: await machines.open(record?.workspace ?? agentWorkspace(config, owner)) };
    },
    openAgent: (agentId) => machines.open(agentWorkspace(config, agentId)),
  };
}

function agentWorkspace(config: EnginePorts['config'], agentId: string): string {
  const { workspace } = agentOf(config.settings(), agentId);
  if (workspace !== '') return workspace;
  throw invalidRequest(
    `agent ${agentId} has no workspace`,
    'NO_WORKSPACE',
    'Choose a folder for it in Settings → Agents.',
  );
}

// Opens the workspaces of sessions and agents.
import { parseSessionKey } from '#contract/types/ids.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { SessionsFacet } from '../engine/sessions-facet.ts';
import type { WorkspacesFacet } from '../engine/workspaces-facet.ts';
import { requireAgent } from '../runs/model-choice.ts';
import { openMachine } from './open-machine.ts';

/** The workspaces of the engine. */
export function workspaces({ config, machines }: EnginePorts, sessions: SessionsFacet): WorkspacesFacet {
  return {
    async openSession(asked, agentId) {
      const key = sessions.resolveKey(asked, agentId);
      const record = await sessions.get(key);
      const owner = record?.agentId ?? parseSessionKey(key)?.agentId ?? '';
      const workspace = record?.workspace;
      // A deleted agent has no settings; the sessions it left keep their folder.
      const agent = workspace === undefined ? requireWorkspace(config, owner) : findAgent(config, owner);
      return { key, agentId: owner, machine: await openMachine(machines, agent, { key, workspace }) };
    },
    openAgent: async (agentId) => openMachine(machines, requireWorkspace(config, agentId)),
  };
}

type Agent = Parameters<typeof openMachine>[1];

function findAgent(config: EnginePorts['config'], agentId: string): Agent {
  return config.settings().agents.find((agent) => agent.agentId === agentId) ?? { agentId, workspace: '' };
}

function requireWorkspace(config: EnginePorts['config'], agentId: string): Agent {
  const agent = requireAgent(config.settings(), agentId);
  if (agent.workspace !== '') return agent;
  throw invalidRequest(
    `agent ${agentId} has no workspace`,
    'NO_WORKSPACE',
    'Choose a folder for it in Settings → Agents.',
  );
}

// Opens the machines of agents and sessions.
import type { AgentSettings } from '#contract/types/agents.ts';
import { defined } from '#contract/types/defined.ts';
import { UNDECIDED_MACHINE } from '#contract/types/machines.ts';
import { parseSessionKey } from '#contract/types/ids.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { SessionsFacet } from '../engine/sessions-facet.ts';
import type { Machine, MachineDirectory } from '../ports/machine.ts';
import type { SessionRecord } from '../ports/sessions-store.ts';
import { GATEWAY } from '../principal.ts';
import { requireAgent } from '../runs/model-choice.ts';

/** A workspace in use by a session. */
export interface SessionWorkspace {
  readonly key: string;
  readonly agentId: string;
  readonly machine: Machine;
}

/** Opens workspaces. @throws {GatewayError} for an unknown agent. @throws {FileError} */
export interface WorkspacesFacet {
  /** The workspace of a session that a caller entered; its agent's if the session doesn't exist yet. */
  openSession(asked: string, agentId?: string): Promise<SessionWorkspace>;
  /** The agent's own workspace. */
  openAgent(agentId: string): Promise<Machine>;
}

type Agent = Pick<AgentSettings, 'agentId' | 'workspace' | 'machine'>;

/** The session that a machine is for. `machine`: the kind that it has used or that a person chose for it. */
export interface MachineSession {
  readonly key: string;
  readonly workspace: string | undefined;
  readonly machine?: string | undefined;
}

/** The machine of a session; without one, of the agent's own workspace. Settings don't move a session. @throws {FileError} */
export function openMachine(
  machines: MachineDirectory,
  { agentId, workspace, machine: named }: Agent,
  session?: MachineSession,
): Promise<Machine> {
  return machines.open({
    agentId,
    workspace: session?.workspace ?? workspace,
    ...defined({ kind: session?.machine ?? named, sessionKey: session?.key }),
  });
}

/** The kind to store with a session that has none yet: that of its machine. */
export function findChoice(record: Pick<SessionRecord, 'machine'> | undefined, { kind }: Machine): string | undefined {
  const isOpen = record !== undefined && record.machine === undefined;
  return isOpen && kind !== UNDECIDED_MACHINE ? kind : undefined;
}

/** The workspaces of the engine. */
export function workspaces({ config, machines }: EnginePorts, sessions: SessionsFacet): WorkspacesFacet {
  return {
    async openSession(asked, agentId) {
      const key = sessions.resolveKey(asked, agentId);
      const record = await sessions.get(key);
      const owner = record?.agentId ?? parseSessionKey(key)?.agentId ?? '';
      const workspace = record?.workspace;
      // A deleted agent has no settings, but its sessions keep their folder.
      const agent = workspace === undefined ? requireWorkspace(config, owner) : findAgent(config, owner);
      const machine = await openMachine(machines, agent, { key, workspace, machine: record?.machine });
      const choice = findChoice(record, machine);
      if (choice !== undefined) await sessions.patch(key, { machine: choice }, GATEWAY);
      return { key, agentId: owner, machine };
    },
    openAgent: async (agentId) => openMachine(machines, requireWorkspace(config, agentId)),
  };
}

function findAgent(config: EnginePorts['config'], agentId: string): Agent {
  return config.settings().agents.find((agent) => agent.agentId === agentId) ?? { agentId, workspace: '' };
}

function requireWorkspace(config: EnginePorts['config'], agentId: string): Agent {
  const agent = requireAgent(config.settings(), agentId);
  if (agent.workspace !== '') return agent;
  const hint = 'Choose a folder for it in Settings → Agents.';
  throw invalidRequest(`Agent ${agentId} has no workspace.`, 'NO_WORKSPACE', hint);
}

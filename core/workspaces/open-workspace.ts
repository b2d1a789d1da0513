// Opens the machines of agents and sessions.
import { defined } from '#contract/types/defined.ts';
import { AUTOMATIC_MACHINE, UNDECIDED_MACHINE } from '#contract/types/machines.ts';
import { parseSessionKey } from '#contract/types/ids.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { SessionsFacet } from '../engine/sessions-facet.ts';
import type { Machine, MachineDirectory } from '../ports/machine.ts';
import type { SessionRecord } from '../ports/sessions-store.ts';
import { GATEWAY } from '../principal.ts';
import { readEnvironment } from '../projects/project-environment.ts';
import type { Projects } from '../projects/projects.ts';
import { withProject, type SessionAgent } from '../projects/session-agent.ts';
import { requireAgent } from '../runs/model-choice.ts';

/** A workspace in use by a session. */
export interface SessionWorkspace {
  readonly key: string;
  readonly agentId: string;
  readonly machine: Machine;
  /** Variables of its commands and terminals. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Opens workspaces. @throws {GatewayError} for an unknown agent. @throws {FileError} */
export interface WorkspacesFacet {
  /** The workspace of a session that a caller entered; its agent's if the session doesn't exist yet. */
  openSession(asked: string, agentId?: string): Promise<SessionWorkspace>;
  /** The kind of machine of a session, which isn't opened. Undefined until one is chosen. */
  findKind(key: string): Promise<string | undefined>;
  /** The agent's own workspace. */
  openAgent(agentId: string): Promise<Machine>;
  /** The folder in which a new session of a project would work. */
  openProject(projectId: string, agentId: string): Promise<Machine>;
}

type Agent = Pick<SessionAgent, 'agentId' | 'workspace' | 'machine' | 'image'>;

/** The session that a machine is for. `machine`: the kind that it has used or that a person chose for it. */
export interface MachineSession {
  readonly key: string;
  readonly workspace: string | undefined;
  readonly machine?: string | undefined;
}

/** The machine of a session; without one, of the agent's own workspace. Settings don't move a session. @throws {FileError} */
export function openMachine(
  machines: MachineDirectory,
  { agentId, workspace, machine: named, image }: Agent,
  session?: MachineSession,
): Promise<Machine> {
  return machines.open({
    agentId,
    workspace: session?.workspace ?? workspace,
    ...defined({ kind: session?.machine ?? named, image, sessionKey: session?.key }),
  });
}

/** The kind to store with a session that has none yet: that of its machine. */
export function findChoice(record: Pick<SessionRecord, 'machine'> | undefined, { kind }: Machine): string | undefined {
  const isOpen = record !== undefined && record.machine === undefined;
  return isOpen && kind !== UNDECIDED_MACHINE ? kind : undefined;
}

/** The workspaces of the engine. */
export function workspaces(ports: EnginePorts, sessions: SessionsFacet, projects: Projects): WorkspacesFacet {
  const { config, machines } = ports;
  const findOwner = async (key: string) => {
    const record = await sessions.get(key);
    const owner = record?.agentId ?? parseSessionKey(key)?.agentId ?? '';
    return { record, owner, project: await projects.get(record?.projectId) };
  };
  return {
    async openSession(asked, agentId) {
      const key = sessions.resolveKey(asked, agentId);
      const { record, owner, project } = await findOwner(key);
      const workspace = record?.workspace;
      // A deleted agent has no settings, but its sessions keep their folder.
      const own = workspace === undefined ? requireWorkspace(config, owner) : findAgent(config, owner);
      const agent = withProject(own, project);
      const machine = await openMachine(machines, agent, { key, workspace, machine: record?.machine });
      const choice = findChoice(record, machine);
      if (choice !== undefined) await sessions.patch(key, { machine: choice }, GATEWAY);
      const environment = project === undefined ? {} : await readEnvironment(ports, project, machine.workspace);
      return { key, agentId: owner, machine, environment };
    },
    async findKind(key) {
      const { record, owner, project } = await findOwner(key);
      if (record?.machine !== undefined) return record.machine;
      const { machine = config.settings().machines.default } = withProject(findAgent(config, owner), project);
      return machine === AUTOMATIC_MACHINE ? undefined : machine;
    },
    openAgent: async (agentId) => openMachine(machines, requireWorkspace(config, agentId)),
    async openProject(projectId, agentId) {
      const project = await projects.get(projectId);
      if (project?.folder === undefined)
        throw invalidRequest("The project doesn't exist or has no folder.", 'NO_WORKSPACE', 'Choose another project.');
      const agent = requireAgent(config.settings(), agentId);
      return openMachine(machines, { ...withProject(agent, project), workspace: project.folder });
    },
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

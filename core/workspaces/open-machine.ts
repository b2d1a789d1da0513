// Opens the machine of an agent, or of one of its sessions.
import type { AgentSettings } from '#contract/types/agents.ts';
import type { Machine, MachineDirectory } from '../ports/machine.ts';

/** The kind of machine for agents that name none. */
const DEFAULT_KIND = 'host';

/** The machine of a session; without one, of the agent's own workspace. @throws {FileError} */
export function openMachine(
  machines: MachineDirectory,
  { agentId, workspace, machine = DEFAULT_KIND }: Pick<AgentSettings, 'agentId' | 'workspace' | 'machine'>,
  session?: { readonly key: string; readonly workspace: string | undefined },
): Promise<Machine> {
  return machines.open({
    agentId,
    workspace: session?.workspace ?? workspace,
    kind: machine,
    ...(session === undefined ? {} : { sessionKey: session.key }),
  });
}

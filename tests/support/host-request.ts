// Asks for the host's machine of a folder.
import type { MachineRequest } from '#core/ports/machine.ts';

/** The request of the main agent for its folder on this computer. */
export function hostRequest(workspace: string): MachineRequest {
  return { agentId: 'main', workspace, kind: 'host' };
}

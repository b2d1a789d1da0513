// Whether a machine confines what runs on it: it can't write outside the workspace, and reaches no host that isn't listed.
import type { HostCredentials } from '../outbound/host-credentials.ts';
import type { ConfigPort } from '../ports/configuration.ts';
import type { Settings } from '../ports/settings.ts';

/** What decides about it. */
export interface ConfinementPorts {
  readonly config: Pick<ConfigPort, 'settings'>;
  readonly credentials: Pick<HostCredentials, 'canWrite'>;
}

/** Whether the commands of build and test tools of an agent may run without approval on a machine of this kind. */
export async function runsBuildTools(
  { config, credentials }: ConfinementPorts,
  kind: string,
  agentId: string,
): Promise<boolean> {
  const settings = config.settings();
  if (!settings.approvals.confinedCommands || !isConfined(kind, settings)) return false;
  // The proxy would add the credential to whatever a build script sends.
  return findNetwork(kind, settings) === 'none' || !(await credentials.canWrite(agentId));
}

/** Whether it reaches at most hosts that are listed. */
export function isConfined(kind: string, settings: Pick<Settings, 'machines'>): boolean {
  const network = findNetwork(kind, settings);
  return network !== undefined && network !== 'open';
}

/** Undefined if it isn't confined at all. */
function findNetwork(kind: string, { machines }: Pick<Settings, 'machines'>) {
  return kind === 'confined' || kind === 'docker' ? machines[kind].network : undefined;
}

// Chooses the host of an agent.
import path from 'node:path';
import { defined } from '#contract/types/defined.ts';
import { FileError, type MachineRequest } from '#core/ports/machine.ts';
import type { MachineSettings } from '../define-machine.ts';

/** Where an agent works. */
export interface SshTarget {
  /** A host of the SSH configuration, or `user@host`. */
  readonly host: string;
  /** The workspace there: absolute, or relative to the home folder of the user. */
  readonly folder: string;
  readonly configFile?: string;
}

/** The host that lists the agent, the default one, or the only one. @throws {FileError} `unavailable` */
export function chooseTarget(
  { agentId, workspace }: Pick<MachineRequest, 'agentId' | 'workspace'>,
  { hosts, default: fallback, configFile }: MachineSettings['ssh'],
): SshTarget {
  const entries = Object.entries(hosts);
  const chosen =
    entries.find(([, { agents = [] }]) => agents.includes(agentId)) ??
    entries.find(([name]) => name === fallback) ??
    (entries.length === 1 ? entries[0] : undefined);
  if (chosen === undefined)
    throw new FileError(
      'unavailable',
      entries.length === 0
        ? 'No SSH host is configured. Add one to machines.ssh.hosts.'
        : `Several SSH hosts are configured, but none for the agent ${agentId}. Set machines.ssh.default.`,
    );
  const [name, { host, folder }] = chosen;
  if (host === undefined || folder === undefined)
    throw new FileError(
      'unavailable',
      `The SSH host ${name} is incomplete. Set its host and folder in machines.ssh.hosts.`,
    );
  return { host, folder: path.posix.join(folder, path.basename(workspace)), ...defined({ configFile }) };
}

// Whether a machine confines what runs on it: it can't write outside the workspace, and reaches no host that isn't listed.
import type { Settings } from '../ports/settings.ts';

/** Whether the commands of build and test tools may run without approval on a machine of this kind. */
export function isConfined(kind: string, { approvals, machines }: Pick<Settings, 'approvals' | 'machines'>): boolean {
  if (!approvals.confinedCommands) return false;
  if (kind === 'confined') return machines.confined.network !== 'open';
  return kind === 'docker' && machines.docker.network !== 'open';
}

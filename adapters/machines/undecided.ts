// The machine of agents for which nobody has decided where commands run. Files are those of this computer; commands fail.
import { UNDECIDED_MACHINE } from '#contract/types/machines.ts';
import type { MachinePorts } from '#core/ports/machine.ts';
import { undecidedMachine } from '#core/workspaces/undecided-machine.ts';
import type { MachineKind } from './define-machine.ts';
import { createLocalMachine } from './host/host-machine.ts';
import { hostMachine } from './host/host.ts';
import type { Launcher } from './host/launcher.ts';
import { openWorkspaceRoot } from './workspace-tools/workspace-root.ts';

const NO_LAUNCHER: Launcher = {
  start: () => Promise.reject(undecidedMachine()),
  canSee: async () => true,
  close: async () => undefined,
};

const NO_PORTS: MachinePorts = { list: async () => [], connect: () => Promise.reject(undecidedMachine()) };

/** Not in the registry: nobody can choose it. */
export const undecidedKind: MachineKind = {
  id: UNDECIDED_MACHINE,
  title: 'Not chosen',
  probe: async () => ({ isAvailable: true }),
  key: hostMachine.key,
  open: async ({ workspace }, context) => {
    const root = await openWorkspaceRoot(workspace, context.forbiddenFolders);
    return createLocalMachine({ kind: UNDECIDED_MACHINE, root, launcher: NO_LAUNCHER, ports: NO_PORTS }, context);
  },
};

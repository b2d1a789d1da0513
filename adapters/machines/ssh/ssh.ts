// The `ssh` member of the machine family.
import { defineMachine } from '../define-machine.ts';
import { withUntrackedPrograms } from '../workspace-tools/untracked-programs.ts';
import { chooseTarget } from './ssh-target.ts';

/** Another computer, by the system's SSH client with the user's configuration, agent, and known hosts. */
export const sshMachine = defineMachine({
  id: 'ssh',
  title: 'Another computer',
  // Connecting takes long, and may ask for a touch of a security key.
  probe: async ({ settings }) =>
    Object.keys(settings().ssh.hosts).length > 0
      ? { isAvailable: true }
      : {
          isAvailable: false,
          reason: 'No host is configured. Add one to machines.ssh.hosts in the configuration file.',
        },
  key: async (request, { settings }) => {
    const { host, folder } = chooseTarget(request, settings().ssh);
    return `${host} ${folder}`;
  },
  open: async (request, context) => {
    const target = chooseTarget(request, context.settings().ssh);
    const { openSshMachine } = await import('./ssh-machine.ts');
    const machine = await openSshMachine(target, context);
    return withUntrackedPrograms(machine, () => context.egress.recordUntracked({ machine: 'ssh' }));
  },
});

// `gatehouse service`: runs the gateway in the background with the system's service manager.
import { defineCommand } from '../parser/command.ts';
import { install } from '../service/install-service.ts';
import { ready } from '../service/await-ready.ts';
import { printStatus } from '../service/service-status.ts';
import { uninstall } from '../service/uninstall-service.ts';
import { NAME_OPTIONS } from '../service/target-service.ts';
import { YES_OPTION } from '../terminal/confirm.ts';

export const service = defineCommand({
  name: 'service',
  summary: 'Install the gateway as a service that starts with this computer',
  description:
    'Uses systemd on Linux, launchd on macOS, and the Task Scheduler on Windows. A user service runs as you; a system service runs as its own account (on Linux) and is hardened. The default is a system service for root, otherwise a user service.',
  examples: [
    'gatehouse service install --env ANTHROPIC_API_KEY',
    'gatehouse service install --scope system --write /srv/projects',
    'gatehouse service status',
  ],
  isLocal: true,
  subcommands: [
    {
      name: 'status',
      summary: 'Show whether the service is installed and running, since when, its version, and its address',
      options: NAME_OPTIONS,
      run: printStatus,
    },
    {
      name: 'install',
      summary: 'Install and start the service, or replace its files and restart it',
      options: {
        ...NAME_OPTIONS,
        user: { value: 'name', help: 'Account of a system service (default on Linux: gatehouse, which is created)' },
        group: {
          value: 'name',
          help: 'Further group of a system service, such as docker, whose members can control the whole computer',
          isRepeatable: true,
        },
        write: {
          value: 'dir',
          help: 'Folder outside the home folder that a system service can change, such as /srv/projects',
          isRepeatable: true,
        },
        env: {
          value: 'name',
          help: "Copy this environment variable, such as a key, to the service's environment file (mode 0600)",
          isRepeatable: true,
        },
        port: { value: 'port', help: 'TCP port (default: $GATEHOUSE_PORT or 18789)' },
        linger: { help: 'Also keep a user service running while you are signed out (loginctl enable-linger)' },
        'dry-run': { help: 'Print the files and change nothing' },
        root: { value: 'dir', help: 'Write the files below this folder and start nothing, such as for an image' },
      },
      run: async (context) => void (await install(context)),
    },
    {
      name: 'uninstall',
      summary: 'Stop and remove the service; its data is kept',
      options: { ...NAME_OPTIONS, ...YES_OPTION, root: { value: 'dir', help: 'Folder that "install" wrote to' } },
      run: uninstall,
    },
    {
      name: 'ready',
      summary: 'Wait until the gateway of the home folder can serve requests',
      options: { timeout: { value: 'seconds', help: 'Time limit (default: 60)' } },
      run: ready,
    },
  ],
});

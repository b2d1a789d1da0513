// Configuration of machines: where agents run commands.
import { Type } from 'typebox';
import { AUTOMATIC_MACHINE } from '../types/machines.ts';
import { choice, fraction, ID, integer, list, map, section, text, textOr } from './define-key.ts';

/** An image reference: registry, name, tag, and digest. */
const IMAGE = '^[A-Za-z0-9][A-Za-z0-9._/:-]{0,254}(@sha256:[0-9a-f]{64})?$';
/** A host name, or all names below one: `*.example.org`. An optional port follows. */
const HOST = '^(\\*\\.)?[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?(:[0-9]{1,5})?$';

const DOCKER = section('Containers', 'Settings of the `docker` machine. Changes apply to containers that are idle.', {
  image: textOr(
    'Image',
    'Image of the containers. A digest, such as `node@sha256:…`, always uses exactly this image. The image must have a shell at `/bin/sh`.',
    'node:24-bookworm',
    { pattern: IMAGE, maxLength: 400 },
  ),
  source: choice(
    'Image source',
    '`image`: the image above; `dockerfile`: built from `Dockerfile` in the workspace; `devcontainer`: the image or Dockerfile named in `.devcontainer/devcontainer.json`.',
    ['image', 'dockerfile', 'devcontainer'],
    'image',
  ),
  pull: choice(
    'Download',
    'What to do if an image isn’t on this computer. `never`: report an error that says how to download it; `missing`: download it when a command needs it.',
    ['missing', 'never'],
    'never',
  ),
  scope: choice(
    'Container per',
    '`workspace`: sessions in the same folder share a container; `session`: each session has its own.',
    ['workspace', 'session'],
    'workspace',
  ),
  network: choice(
    'Network',
    '`none`: no network; `hosts`: only the hosts below, through a proxy on this computer; `open`: unrestricted.',
    ['none', 'hosts', 'open'],
    'none',
  ),
  hosts: list(
    'Hosts',
    'For `hosts`: hosts that commands can connect to, such as `registry.npmjs.org` or `*.example.org`.',
    200,
    {
      pattern: HOST,
      maxLength: 260,
    },
  ),
  memoryMb: integer(
    'Memory (MB)',
    'Maximum memory for a container. A process that exceeds it is killed.',
    4000,
    [16, 1_000_000],
  ),
  cpus: fraction('CPUs', 'Maximum number of CPUs for a container.', 2, [0.1, 256]),
  processes: integer('Processes', 'Maximum number of processes and threads in a container.', 1024, [16, 100_000]),
  diskMb: integer(
    'Disk (MB)',
    'Maximum disk space for the workspace and the home folder of a container. Commands are stopped at this limit.',
    20_000,
    [16, 100_000_000],
  ),
  idleMinutes: integer(
    'Stop after (minutes)',
    'Stops a container that has been idle for this long. Open terminals and running commands count as use. 0: never.',
    30,
    [0, 10_080],
  ),
});

const CONFINED = section('This computer, confined', 'Settings of the `confined` machine.', {
  network: choice(
    'Network',
    '`none`: no network; `hosts`: only the hosts below; `open`: all public hosts. Both use a proxy on this computer, so programs that don’t support a proxy have no network.',
    ['none', 'hosts', 'open'],
    'none',
  ),
  hosts: list(
    'Hosts',
    'For `hosts`: hosts that commands can connect to, such as `registry.npmjs.org` or `*.example.org`.',
    200,
    {
      pattern: HOST,
      maxLength: 260,
    },
  ),
});

/** A host of the SSH configuration, or `user@host`. Never an option. */
const SSH_HOST = '^[A-Za-z0-9_][A-Za-z0-9_.@:\\[\\]-]{0,254}$';

const SSH = section('SSH', 'Settings of the `ssh` machine.', {
  hosts: map(
    'Hosts',
    'Computers that agents can work on, by a name of your choice.',
    ID,
    Type.Object(
      {
        host: text('Host', 'A host of your SSH configuration, or `user@host`.', {
          pattern: SSH_HOST,
          maxLength: 255,
          'x-sample': 'build.example.org',
        }),
        folder: text(
          'Folder',
          'Folder of the workspaces there. An agent works in the folder in it that has the name of its workspace.',
          { pattern: '^[^\\n\\r]*$', maxLength: 4096, 'x-sample': '~/agents' },
        ),
        agents: list('Agents', 'IDs of agents that use this host. Default: those that no other host lists.', 100, {
          maxLength: 64,
        }),
      },
      { additionalProperties: false },
    ),
    'build',
  ),
  configFile: text('Configuration file', 'SSH configuration file. Default: that of your user account.', {
    maxLength: 4096,
    'x-sample': '~/.ssh/config',
  }),
  default: text('Default', 'Name of the host for agents that no host lists. Not needed if there is only one.', {
    maxLength: 64,
    'x-sample': 'build',
  }),
});

/** `machines`. */
export const MACHINES = section('Machines', 'Where agents run commands.', {
  default: textOr(
    'Default machine',
    'Machine for agents without their own. `auto`: chosen once per session, a container if an engine is running and has the image, otherwise this computer with commands confined by the operating system. Or a kind: `docker`, `confined`, `host` (this computer, without isolation), or `ssh`. If it isn’t available, commands fail; they never run elsewhere.',
    AUTOMATIC_MACHINE,
    { pattern: ID, maxLength: 64 },
  ),
  docker: DOCKER,
  confined: CONFINED,
  ssh: SSH,
});

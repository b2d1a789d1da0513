// The `confined` member of the machine family.
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { FileError } from '#core/ports/machine.ts';
import { isSecretFile } from '#core/policy/secret-files.ts';
import { defineMachine } from '../define-machine.ts';
import { createLocalMachine } from '../host/host-machine.ts';
import { openWorkspaceRoot } from '../workspace-tools/workspace-root.ts';
import { createBubblewrapLauncher, homeFolder } from './bubblewrap-launcher.ts';
import { hidePlaceholders } from '../workspace-tools/hide-placeholders.ts';
import { removeLeftFolders } from './private-folder.ts';
import { unavailable } from './requirements.ts';
import { isWithin } from './visible-folders.ts';

/** This computer, with commands and terminals confined by the operating system. */
export const confinedMachine = defineMachine({
  id: 'confined',
  title: 'This computer, confined',
  key: async ({ workspace, agentId }) => `${agentId}:${await fs.realpath(workspace).catch(() => workspace)}`,
  open: async ({ workspace, agentId }, context) => {
    if (process.platform !== 'linux')
      throw unavailable('this needs Linux', 'Use the docker machine, or host with approvals.');
    const root = await openWorkspaceRoot(workspace, context.forbiddenFolders);
    const home = await fs.realpath(homeFolder(context)).catch(() => homeFolder(context));
    requireConfinable(root.real, home);
    const forbidden = await Promise.all(
      context.forbiddenFolders.map((folder) => fs.realpath(folder).catch(() => folder)),
    );
    const closed = forbidden.filter((folder) => isWithin(folder, root.real) && folder !== root.real);
    const launcher = createBubblewrapLauncher({ workspace: root.real, home, closed, forbidden, agentId }, context);
    const machine = createLocalMachine('confined', root, context, launcher);
    return hidePlaceholders(machine, () => launcher.placeholders());
  },
  cleanUp: async ({ dataFolder }) => {
    await removeLeftFolders(dataFolder);
    return [];
  },
});

const SYSTEM = '/bin /boot /dev /etc /lib /lib32 /lib64 /proc /run /sbin /sys /usr'.split(' ');

/** A sandbox makes its workspace writable and visible. @throws {FileError} `denied` */
function requireConfinable(workspace: string, home: string): void {
  const refuse = (reason: string): never => {
    throw new FileError('denied', `Commands can't be confined to ${workspace}: ${reason}. Choose a project folder.`);
  };
  if (isWithin(home, workspace)) refuse('it contains your home folder');
  if (isWithin(workspace, home) && isSecretFile(path.relative(home, workspace).replace(/^\.gatehouse\//, '')))
    refuse('it holds credentials');
  if (SYSTEM.some((folder) => isWithin(workspace, folder))) refuse('it is part of the system');
}

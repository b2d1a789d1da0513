// The `confined` member of the machine family.
import * as fs from 'node:fs/promises';
import { FileError } from '#core/ports/machine.ts';
import { defineMachine } from '../define-machine.ts';
import { createLocalMachine } from '../host/host-machine.ts';
import { openWorkspaceRoot } from '../workspace-tools/workspace-root.ts';
import { createBubblewrapLauncher, homeFolder } from './bubblewrap-launcher.ts';
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
    if (isWithin(home, root.real))
      throw new FileError('denied', 'Commands can’t be confined to your whole home folder. Choose a folder in it.');
    const forbidden = await Promise.all(
      context.forbiddenFolders.map((folder) => fs.realpath(folder).catch(() => folder)),
    );
    const closed = forbidden.filter((folder) => isWithin(folder, root.real) && folder !== root.real);
    const launcher = createBubblewrapLauncher({ workspace: root.real, home, closed, forbidden, agentId }, context);
    return createLocalMachine('confined', root, context, launcher);
  },
  cleanUp: async ({ dataFolder }) => {
    await removeLeftFolders(dataFolder);
    return [];
  },
});

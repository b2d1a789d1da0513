// Opens a machine whose commands and terminals the operating system confines.
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { FileError, type Machine, type MachineRequest } from '#core/ports/machine.ts';
import { isSecretFile } from '#core/policy/secret-files.ts';
import type { MachineContext } from '../define-machine.ts';
import { createLocalMachine } from '../host/host-machine.ts';
import { openWorkspaceRoot } from '../workspace-tools/workspace-root.ts';
import { createBubblewrapLauncher, homeFolder } from './bubblewrap-launcher.ts';
import { hidePlaceholders } from '../workspace-tools/hide-placeholders.ts';
import { isWithin } from './visible-folders.ts';

/** The confined machine of a workspace. @throws {FileError} if the folder can't be one */
export async function openConfinedMachine(
  { workspace, agentId }: MachineRequest,
  context: MachineContext,
): Promise<Machine> {
  const root = await openWorkspaceRoot(workspace, context.forbiddenFolders);
  const home = await fs.realpath(homeFolder(context)).catch(() => homeFolder(context));
  requireConfinable(root.real, home);
  const forbidden = await Promise.all(
    context.forbiddenFolders.map((folder) => fs.realpath(folder).catch(() => folder)),
  );
  const closed = forbidden.filter((folder) => isWithin(folder, root.real) && folder !== root.real);
  const launcher = createBubblewrapLauncher(
    { workspace: root.real, folder: workspace, home, closed, forbidden, agentId },
    context,
  );
  const machine = createLocalMachine({ kind: 'confined', root, launcher, ports: launcher.ports }, context);
  return hidePlaceholders(machine, () => launcher.placeholders());
}

const SYSTEM = '/bin /boot /dev /etc /lib /lib32 /lib64 /proc /run /sbin /sys /usr'.split(' ');

/** A sandbox makes its workspace writable and visible. @throws {FileError} `denied` */
function requireConfinable(workspace: string, home: string): void {
  const refuse = (reason: string): never => {
    throw new FileError('denied', `Commands can't be confined to ${workspace}: ${reason}. Choose a project folder.`);
  };
  if (isWithin(home, workspace)) refuse('it contains your home folder');
  if (isWithin(workspace, home) && isSecretFile(path.relative(home, workspace).replace(/^\.gatehouse\//, '')))
    refuse('it contains credentials');
  if (SYSTEM.some((folder) => isWithin(workspace, folder))) refuse('it is a system folder');
}

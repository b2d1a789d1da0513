// A container as a machine. Files are those of the workspace on this computer, confined in the same way as on the host; programs run
// in the container.
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { defined } from '#contract/types/defined.ts';
import { FileError, type Machine } from '#core/ports/machine.ts';
import { fingerprintFile } from '../workspace-tools/fingerprint.ts';
import { hidePlaceholders } from '../workspace-tools/hide-placeholders.ts';
import { openFolder } from '../workspace-tools/open-folder.ts';
import { withUntrackedPrograms } from '../workspace-tools/untracked-programs.ts';
import { searchWorkspace } from '../workspace-tools/search/search-workspace.ts';
import { createWorkspaceWatch } from '../workspace-tools/watch-workspace.ts';
import { createFileMethods } from '../workspace-tools/workspace-files.ts';
import { openWriteJournal } from '../workspace-tools/write-journal.ts';
import { openWorkspaceRoot } from '../workspace-tools/workspace-root.ts';
import type { ManagedContainer } from './managed-container.ts';
import type { DockerMachines } from './docker-machines.ts';
import { ContainerPrograms } from './container-programs.ts';
import { connectToPort } from './connect-port.ts';
import { listPorts } from './listening-ports.ts';
import { withOwner } from './owned-files.ts';
import { findProgram, hashFile } from '../workspace-tools/posix-script.ts';

const HASH = /^[0-9a-f]{64}/;

/** Opens the machine of a container. It isn't started yet. @throws {FileError} */
export async function openDockerMachine(container: ManagedContainer, machines: DockerMachines): Promise<Machine> {
  const { context } = machines;
  const root = await openWorkspaceRoot(container.place.workspace, context.forbiddenFolders);
  const plain = createFileMethods(root, openWriteJournal(context.dataFolder));
  const files = {
    ...plain,
    ...withOwner(plain, root, () => container.owner),
    openFolder: (folder: string) => openFolder(root, folder),
  };
  const changes = createWorkspaceWatch({ ...files, workspace: root.real }, (reason) =>
    context.log.warn('Not all changes in a workspace are detected.', { workspace: root.real, reason }),
  );
  const programs = new ContainerPrograms(container, async (asked) => {
    const stat = await files.stat(asked);
    if (stat.kind !== 'directory') throw new FileError('not-a-folder', `${JSON.stringify(asked)} isn't a folder.`);
    return stat.path === '' ? root.real : `${root.real}/${stat.path}`;
  });
  const machine: Machine = {
    kind: 'docker',
    workspace: root.real,
    ...files,
    watch: (on) => changes.add(on),
    search: (query, options) => searchWorkspace(root, query, options),
    resolveProgram: (name) => resolveInContainer(container, name),
    fingerprint: (file, part) => fingerprintInContainer(container, file, part),
    exec: (request, onOutput, signal) => programs.exec(request, onOutput, signal),
    terminal: (size, on) => programs.terminal(size, on),
    ports: {
      list: async () => (await listPorts((await container.acquire()).control)).map((port) => ({ port })),
      connect: (port, signal) => connectToPort(container, port, signal),
    },
    dispose: async () => {
      changes.close();
      await programs.dispose();
      await machines.close(container);
    },
  };
  const { agentId, sessionKey } = container.place;
  const tracked = withUntrackedPrograms(machine, () => {
    if (container.hasOpenNetwork)
      context.egress.recordUntracked({ machine: 'docker', agentId, ...defined({ sessionKey }) });
  });
  return hidePlaceholders(tracked, () => container.placeholders);
}

/** The program as the container has it. */
async function resolveInContainer(container: ManagedContainer, name: string): Promise<string | undefined> {
  if (name === '' || /[\0\n]/.test(name)) return undefined;
  const { control } = await container.acquire();
  const found = (await control(findProgram(name, container.place.workspace))).trim();
  return found === '' ? undefined : found;
}

/** A file of the workspace is read here; any other in the container, which has its own. */
async function fingerprintInContainer(
  container: ManagedContainer,
  asked: string,
  part?: 'scripts',
): Promise<string | undefined> {
  if (/[\0\n]/.test(asked)) return undefined;
  const { workspace } = container.place;
  const file = path.resolve(workspace, asked);
  const real = await fs.realpath(file).catch(() => undefined);
  if (real !== undefined && (real === workspace || real.startsWith(workspace + path.sep)))
    return fingerprintFile(workspace, real, part);
  if (file.startsWith(workspace + path.sep) && real === undefined) return undefined;
  const { control } = await container.acquire();
  return HASH.exec(await control(hashFile(file)))?.[0];
}

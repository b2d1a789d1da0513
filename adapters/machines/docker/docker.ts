// The `docker` member of the machine family.
import * as fs from 'node:fs/promises';
import { homedir } from 'node:os';
import type { MachineRequest } from '#core/ports/machine.ts';
import { defined } from '#contract/types/defined.ts';
import { defineMachine, type MachineContext } from '../define-machine.ts';
import { createDockerManager } from './docker-manager.ts';
import { DockerMachines } from './docker-machines.ts';
import { requireMountable } from './mount-policy.ts';

const HOSTS = new WeakMap<MachineContext, DockerMachines>();

/** The containers of a host. */
function getMachines(context: MachineContext): DockerMachines {
  const known = HOSTS.get(context);
  if (known !== undefined) return known;
  const machines = new DockerMachines(context);
  HOSTS.set(context, machines);
  return machines;
}

/** A container of a container engine on this computer. */
export const dockerMachine = defineMachine({
  id: 'docker',
  title: 'Container',
  probe: (context) => getMachines(context).probe(),
  key: (request, context) => toKey(request, context),
  open: async (request, context) => {
    const workspace = await fs.realpath(request.workspace).catch(() => request.workspace);
    const folders = [...context.forbiddenFolders, context.dataFolder];
    await requireMountable(workspace, { home: context.environment['HOME'] ?? homedir(), folders });
    const { agentId, sessionKey, image } = request;
    const isOwn = context.settings().docker.scope === 'session' && sessionKey !== undefined;
    const key = await toKey(request, context);
    const machines = getMachines(context);
    const container = machines.container({
      key,
      workspace,
      folder: request.workspace,
      agentId,
      ...(isOwn ? { sessionKey } : {}),
      ...defined({ image }),
    });
    const { openDockerMachine } = await import('./docker-machine.ts');
    return openDockerMachine(container, machines);
  },
  manage: (context) => createDockerManager(getMachines(context)),
  cleanUp: (context) => getMachines(context).removeLeftovers(),
});

/** Sessions share the container of their folder unless the settings say otherwise. */
async function toKey({ workspace, sessionKey, image }: MachineRequest, context: MachineContext): Promise<string> {
  const real = await fs.realpath(workspace).catch(() => workspace);
  const isOwn = context.settings().docker.scope === 'session' && sessionKey !== undefined;
  const place = isOwn ? `${real}\0${sessionKey}` : real;
  return image === undefined ? place : `${place}\0image:${image}`;
}

// Machines that can be started and stopped.
import type { MachineState } from '#contract/types/machines.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { ImageProgress, MachineManager } from '#core/ports/machine-manager.ts';
import { defineHandlers, type Call } from '../../server/dispatch/handler.ts';

const DEFAULT_LOG_LINES = 200;

export const MACHINE_HANDLERS = defineHandlers({
  async 'machines.list'({ refresh }, { services: { kinds, managers, config } }) {
    if (refresh === true) kinds.refresh();
    return {
      kinds: await kinds.availability(),
      default: await kinds.default(),
      used: [...new Set(config.settings().agents.flatMap(({ machine }) => machine ?? []))],
      machines: managers.flatMap((manager) => manager.list()),
    };
  },

  async 'machines.get'({ id }, call) {
    const { manager, machine } = find(call, id);
    const [stats, ports] = await Promise.all([manager.stats(id), manager.ports(id)]);
    return { machine, stats, ports };
  },

  'machines.logs': ({ id, limit = DEFAULT_LOG_LINES }, call) => ({ lines: find(call, id).manager.logs(id, limit) }),

  'machines.start': ({ id }, call) => change(call, id, 'start'),
  'machines.stop': ({ id }, call) => change(call, id, 'stop'),
  'machines.recreate': ({ id }, call) => change(call, id, 'recreate'),

  async 'machines.remove'({ id }, call) {
    await find(call, id).manager.remove(id);
    await call.audit('machine.remove', id);
    return { removed: true };
  },

  async 'machines.images.list'(_params, { services }) {
    const images = await Promise.all(services.managers.map((manager) => manager.images()));
    return { images: images.flat() };
  },

  async 'machines.images.pull'({ name }, call) {
    await requireManager(call).pullImage(name, reportTo(call), call.signal);
    call.services.kinds.refresh();
    await call.audit('machine.image.pull', name);
    return { name };
  },

  async 'machines.images.build'({ agentId }, call) {
    const { workspace } = await call.engine.workspaces.openAgent(agentId);
    const image = await requireManager(call).buildImage({ workspace, agentId }, reportTo(call), call.signal);
    await call.audit('machine.image.build', image);
    return { image };
  },

  'machines.disk': (_params, call) => requireManager(call).diskUse(),

  async 'machines.prune'({ part }, call) {
    const freedBytes = await requireManager(call).prune(part);
    await call.audit('machine.prune', part);
    return { freedBytes };
  },
});

async function change(call: Call, id: string, action: 'start' | 'stop' | 'recreate') {
  await find(call, id).manager[action](id);
  await call.audit(`machine.${action}`, id);
  return { machine: find(call, id).machine };
}

function find({ services }: Call, id: string): { readonly manager: MachineManager; readonly machine: MachineState } {
  for (const manager of services.managers) {
    const machine = manager.list().find((entry) => entry.id === id);
    if (machine !== undefined) return { manager, machine };
  }
  throw invalidRequest('Machine not found.', 'MACHINE_NOT_FOUND', 'List the machines and choose one of them.');
}

/** Images belong to the kind that has them. */
function requireManager({ services }: Call): MachineManager {
  const [manager] = services.managers;
  if (manager !== undefined) return manager;
  throw invalidRequest('No kind of machine has images.', 'NO_IMAGES');
}

function reportTo({ progress }: Call): (progress: ImageProgress) => void {
  return ({ text, doneBytes, totalBytes }) =>
    progress({
      step: text,
      ...(doneBytes === undefined || totalBytes === undefined ? {} : { done: doneBytes, total: totalBytes }),
    });
}

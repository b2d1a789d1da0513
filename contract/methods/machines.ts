// Machines that can be started and stopped, their images, and the disk space that they use.
import { Type } from 'typebox';
import {
  DISK_PARTS,
  type DiskUse,
  type MachineImage,
  type MachineList,
  type MachineLogLine,
  type MachineState,
  type MachineStats,
} from '../types/machines.ts';
import { adminMethod, readMethod } from './define-method.ts';
import { NoParams, closed, resultType } from './results.ts';

const MAX_LOG_LINES = 1_000;
const Id = closed({ id: Type.String({ minLength: 1, maxLength: 100 }) });
const Changed = resultType<{ readonly machine: MachineState }>('MachineState');

/** Methods that manage machines. */
export const MACHINE_METHODS = {
  'machines.list': readMethod({
    summary:
      'Lists the kinds of machines and whether they are available, the default, and the machines that can be started and stopped. `refresh`: check availability again.',
    params: closed({ refresh: Type.Optional(Type.Boolean()) }),
    result: resultType<MachineList>('MachineList'),
  }),
  'machines.get': readMethod({
    summary: 'Returns a machine, the resources that it uses, and the TCP ports on which something listens inside.',
    params: Id,
    result: resultType<{
      readonly machine: MachineState;
      readonly stats: MachineStats;
      readonly ports: readonly number[];
    }>('MachineDetails'),
  }),
  'machines.logs': readMethod({
    summary: 'Returns the latest events, command lines, and output of a machine, oldest first.',
    params: closed({
      id: Type.String({ minLength: 1, maxLength: 100 }),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_LOG_LINES })),
    }),
    result: resultType<{ readonly lines: readonly MachineLogLine[] }>('MachineLogLine[]'),
  }),
  'machines.start': adminMethod({ summary: 'Starts a machine.', params: Id, result: Changed, isLong: true }),
  'machines.stop': adminMethod({
    summary: 'Stops a machine and everything that runs in it.',
    params: Id,
    result: Changed,
    isLong: true,
  }),
  'machines.recreate': adminMethod({
    summary: 'Replaces a machine by a new one with the settings in effect. Everything that runs in it ends.',
    params: Id,
    result: Changed,
    isLong: true,
  }),
  'machines.remove': adminMethod({
    summary: 'Stops a machine and deletes its home folder. The workspace stays.',
    params: Id,
    result: resultType<{ readonly removed: true }>('MachineRemoval'),
    isLong: true,
  }),
  'machines.images.list': readMethod({
    summary: 'Lists the container images on this computer.',
    params: NoParams,
    result: resultType<{ readonly images: readonly MachineImage[] }>('MachineImage[]'),
  }),
  'machines.images.pull': adminMethod({
    summary: 'Downloads a container image, with progress.',
    params: closed({ name: Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._/:@-]{0,399}$' }) }),
    result: resultType<{ readonly name: string }>('PulledImage'),
    isLong: true,
  }),
  'machines.images.build': adminMethod({
    summary: "Builds or downloads the image that the settings ask for in an agent's workspace, with progress.",
    params: closed({ agentId: Type.String({ minLength: 1, maxLength: 100 }) }),
    result: resultType<{ readonly image: string }>('BuiltImage'),
    isLong: true,
  }),
  'machines.disk': readMethod({
    summary: 'Returns the disk space of machines that can be freed.',
    params: NoParams,
    result: resultType<DiskUse>('DiskUse'),
    isLong: true,
  }),
  'machines.prune': adminMethod({
    summary: 'Frees disk space: home folders of stopped machines, images that nothing uses, or the build cache.',
    params: closed({ part: Type.Enum([...DISK_PARTS]) }),
    result: resultType<{ readonly freedBytes: number }>('Pruned'),
    isLong: true,
  }),
} as const;

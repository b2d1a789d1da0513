// The `host` member of the machine family.
import * as fs from 'node:fs/promises';
import { defineMachine } from '../define-machine.ts';
import { withUntrackedPrograms } from '../workspace-tools/untracked-programs.ts';
import { openHostMachine } from './host-machine.ts';
import { killMarked } from './process-tree.ts';

/** This machine, with files confined to the workspace. */
export const hostMachine = defineMachine({
  id: 'host',
  title: 'This computer',
  probe: async () => ({ isAvailable: true }),
  key: ({ workspace }) => fs.realpath(workspace).catch(() => workspace),
  open: async ({ workspace }, context) =>
    withUntrackedPrograms(await openHostMachine(workspace, context), () =>
      context.egress.recordUntracked({ machine: 'host' }),
    ),
  cleanUp: async ({ installation, owner }) => {
    const isLeft = (marker: string) => marker.startsWith(`${installation}.`) && !marker.startsWith(`${owner}.`);
    return (await killMarked(isLeft)).map(({ pid, command }) => ({ id: pid, command }));
  },
});

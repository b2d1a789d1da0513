// The `confined` member of the machine family.
import * as fs from 'node:fs/promises';
import { defineMachine } from '../define-machine.ts';
import { removeLeftFolders } from './private-folder.ts';
import { probeConfinement, requireLinux } from './requirements.ts';

/** This computer, with commands and terminals confined by the operating system. */
export const confinedMachine = defineMachine({
  id: 'confined',
  title: 'This computer, confined',
  probe: ({ environment, settings }) =>
    probeConfinement(environment['PATH'] ?? '', settings().confined.network !== 'none'),
  key: async ({ workspace, agentId }) => `${agentId}:${await fs.realpath(workspace).catch(() => workspace)}`,
  open: async (request, context) => {
    requireLinux();
    const { openConfinedMachine } = await import('./confined-machine.ts');
    return openConfinedMachine(request, context);
  },
  cleanUp: async ({ dataFolder }) => {
    await removeLeftFolders(dataFolder);
    return [];
  },
});

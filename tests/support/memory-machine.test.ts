import { machineFilesConformance } from '#tests/conformance/machine-files.ts';
import { workspaceToolsConformance } from '#tests/conformance/workspace-tools.ts';
import { createMemoryMachine } from './memory-machine.ts';

const open = async () => {
  const machine = createMemoryMachine();
  return { machine, close: () => machine.dispose() };
};

machineFilesConformance('machine in memory', open);
workspaceToolsConformance('machine in memory', open);

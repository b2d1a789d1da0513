// Conformance suite of the machine port.
// Proves: CH-3, EX-9, TF-1, TF-2, TF-6
import { machineCommandsConformance } from './machine-commands.ts';
import { machineFilesConformance } from './machine-files.ts';
import { machinePortsConformance } from './machine-ports.ts';
import { machineWatchConformance } from './machine-watch.ts';
import type { MachineUnderTest } from './machine-under-test.ts';
import { workspaceToolsConformance } from './workspace-tools.ts';

/** Registers the whole suite, for machines that run commands on the disk of this computer. */
export function machineConformance(name: string, open: MachineUnderTest): void {
  machineFilesConformance(name, open);
  machineWatchConformance(name, open);
  machineCommandsConformance(name, open);
  machinePortsConformance(name, open);
  workspaceToolsConformance(name, open);
}

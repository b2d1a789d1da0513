// All kinds of machines. A new one is one folder and one line here.
import type { MachineKind } from './define-machine.ts';
import { confinedMachine } from './confined/confined.ts';
import { dockerMachine } from './docker/docker.ts';
import { hostMachine } from './host/host.ts';
import { sshMachine } from './ssh/ssh.ts';

/** The family. */
export const MACHINES: readonly MachineKind[] = [hostMachine, dockerMachine, confinedMachine, sshMachine];

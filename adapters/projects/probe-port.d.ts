import type { PortProbe } from '#core/ports/port-probe.ts';
/** Whether no program listens on a port of this computer. */
export declare const probePort: PortProbe;

/** Whether no program of this computer listens on a port. */
export type PortProbe = (port: number) => Promise<boolean>;

// Finds out whether a port is free by listening on it for a moment, which works on every system.
import { createServer } from 'node:net';
import type { PortProbe } from '#core/ports/port-probe.ts';

/** Programs can listen on one of them only. */
const LOOPBACK = ['127.0.0.1', '::1'];

/** Whether no program listens on a port of this computer. */
export const probePort: PortProbe = async (port) => {
  for (const host of LOOPBACK) if (!(await canListen(host, port))) return false;
  return true;
};

/** A computer without IPv6 has no such address. */
function canListen(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'EADDRINUSE'));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

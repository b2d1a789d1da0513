// Listens on a port. If it is in use, asks its owner for its version and uses the next free port.
import { createServer, get, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HostStartError, type HostAddress } from './host-api.ts';

/** Ports tried after the requested one. */
const MAX_ATTEMPTS = 20;
/** Timeout for the port owner's response. */
const PROBE_TIMEOUT_MS = 500;
const MAX_RESPONSE_BYTES = 4 * 1024;
/** Time limits of a request, ms: for its headers, and as a whole. Slower senders are disconnected at the next check. */
export const REQUEST_LIMITS = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 1_000,
} as const;
const UNKNOWN_OWNER = 'another program';
const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '::1']);

/** A listening server. */
export interface Listening {
  readonly server: Server;
  readonly address: HostAddress;
  /** What uses the requested port; absent if it was free. */
  readonly portOwner?: string;
}

/** Listens on `bind:port` or the next free port. @throws {HostStartError} */
export async function listen(bind: string, port: number): Promise<Listening> {
  if (!LOOPBACK.has(bind))
    throw new HostStartError(
      'no-port',
      `Can't listen on ${bind}: it isn't a loopback address. To allow network access, turn it on in Settings > Phone & devices, or set gateway.bind in the configuration.`,
    );
  const server = createServer(REQUEST_LIMITS);
  let portOwner: string | undefined;
  for (let offset = 0; offset <= MAX_ATTEMPTS; offset += 1) {
    const code = await tryListen(server, bind, port === 0 ? 0 : port + offset);
    if (code === undefined)
      return { server, address: getAddress(server, bind), ...(portOwner === undefined ? {} : { portOwner }) };
    if (code !== 'EADDRINUSE')
      throw new HostStartError(
        'no-port',
        `Can't listen on ${bind}:${port} (${code}). Choose another port with --port.`,
      );
    portOwner ??= await findPortOwner(bind, port);
  }
  throw new HostStartError(
    'no-port',
    `Ports ${port} to ${port + MAX_ATTEMPTS} are in use (${port} by ${portOwner ?? UNKNOWN_OWNER}). Choose another port with --port.`,
  );
}

/** The error code, or undefined if it is listening. */
function tryListen(server: Server, host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const onError = (error: NodeJS.ErrnoException): void => {
      server.off('listening', onListening);
      resolve(error.code ?? 'EUNKNOWN');
    };
    const onListening = (): void => {
      server.off('error', onError);
      resolve(undefined);
    };
    server.once('error', onError);
    server.once('listening', onListening);
    server.listen({ host, port });
  });
}

function getAddress(server: Server, bind: string): HostAddress {
  // A server on a TCP port has an AddressInfo, not a pipe name.
  const { port } = server.address() as AddressInfo;
  const host = bind === '::1' ? '[::1]' : bind;
  return { host: bind, port, origin: `http://${host}:${port}` };
}

/** Asks the port's owner for its startup report, which every gateway of this protocol serves. */
function findPortOwner(host: string, port: number): Promise<string> {
  return new Promise((resolve) => {
    const request = get({ host, port, path: '/startupz', timeout: PROBE_TIMEOUT_MS }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        body += chunk;
        if (body.length > MAX_RESPONSE_BYTES) response.destroy();
      });
      response.on('close', () => resolve(describeOwner(body)));
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(UNKNOWN_OWNER));
  });
}

function describeOwner(body: string): string {
  try {
    const report: unknown = JSON.parse(body);
    if (typeof report === 'object' && report !== null && 'version' in report && typeof report.version === 'string')
      return `another gateway (version ${report.version})`;
  } catch {
    // Not a gateway.
  }
  return UNKNOWN_OWNER;
}

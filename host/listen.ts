// Listens on a port. If it is in use, asks its owner for its version and uses the next free port.
import { once } from 'node:events';
import { createServer, get, type Server } from 'node:http';
import type { AddressInfo, Server as TcpServer } from 'node:net';
import { toUrlHost } from '#contract/types/network-access.ts';
import { defined } from '#contract/types/defined.ts';
import { isJsonObject } from '#contract/types/json-object.ts';
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
  // Each check wakes an idle process.
  connectionsCheckingInterval: 4_000,
} as const;
const UNKNOWN_OWNER = 'another program';
const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '::1']);

/** A listening server. */
export interface Listening {
  readonly server: Server;
  readonly address: HostAddress;
  /** The IP address of the host. */
  readonly numericHost: string;
  /** What uses the requested port; absent if it was free. */
  readonly portOwner?: string;
}

/** Listens on `bind:port` or the next free port. @throws {HostStartError} */
export async function listen(bind: string, port: number): Promise<Listening> {
  if (!LOOPBACK.has(bind))
    throw noPort(
      `Can't listen on ${bind}: it isn't a loopback address. To allow network access, turn it on in Settings > Phone & devices, or set gateway.bind in the configuration.`,
    );
  const server = createServer(REQUEST_LIMITS);
  let portOwner: string | undefined;
  for (let offset = 0; offset <= MAX_ATTEMPTS; offset += 1) {
    const error = await tryListen(server, bind, port === 0 ? 0 : port + offset);
    if (error === undefined) return { server, ...getAddress(server, bind), ...defined({ portOwner }) };
    if (error.code !== 'EADDRINUSE')
      throw noPort(`Can't listen on ${bind}:${port} (${error.code}). Choose another port with --port.`);
    portOwner ??= await findPortOwner(bind, port);
  }
  throw noPort(
    `Ports ${port} to ${port + MAX_ATTEMPTS} are in use (${port} by ${portOwner ?? UNKNOWN_OWNER}). Choose another port with --port.`,
  );
}

function noPort(message: string): HostStartError {
  return new HostStartError('no-port', message);
}

/** Returns why a server can't listen, or undefined if it is listening. */
export function tryListen(server: TcpServer, host: string, port: number): Promise<NodeJS.ErrnoException | undefined> {
  const listening = once(server, 'listening');
  server.listen({ host, port });
  return listening.then(
    () => undefined,
    (error: NodeJS.ErrnoException) => error,
  );
}

function getAddress(server: Server, bind: string): Pick<Listening, 'address' | 'numericHost'> {
  // A server on a TCP port has an AddressInfo, not a pipe name.
  const { address, port } = server.address() as AddressInfo;
  return { address: { host: bind, port, origin: `http://${toUrlHost(bind)}:${port}` }, numericHost: address };
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
    if (isJsonObject(report) && typeof report['version'] === 'string')
      return `another gateway (version ${report['version']})`;
    // Ours doesn't tell strangers its version.
    if (isJsonObject(report) && report['status'] === 'started') return 'another gateway';
  } catch {
    // Not a gateway.
  }
  return UNKNOWN_OWNER;
}

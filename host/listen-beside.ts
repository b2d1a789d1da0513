// Opens listeners for previews beside those of the gateway: on loopback, or with TLS where network access is on.
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Server as TcpServer, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { IncomingMessage } from 'node:http';
import type { ListenBeside, ListenerHandlers, OpenListener } from '#gateway/preview/preview-listener.ts';
import { REQUEST_LIMITS, tryListen } from './listen.ts';

/** Connections at a time to one listener. */
const MAX_CONNECTIONS = 256;
const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '::1']);

/** A server whose connections are tracked, because an upgrade takes them out of the server's own list. */
export interface TrackedServer<S extends TcpServer> {
  readonly server: S;
  readonly sockets: ReadonlySet<Socket>;
}

/** Tracks the connections of a server and gives it its handlers. */
export function trackServer<S extends TcpServer>(
  server: S,
  {
    onRequest,
    onUpgrade,
  }: { readonly onRequest: RequestListener; onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void },
): TrackedServer<S> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('request', onRequest);
  server.on('upgrade', onUpgrade);
  return { server, sockets };
}

/** Closes a server and all its connections. */
export function closeServer({ server, sockets }: TrackedServer<TcpServer>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    for (const socket of sockets) socket.destroy();
  });
}

/** Opens listeners on the hosts of a gateway. `numericHost` is its loopback address, `listenOnNetwork` is for all others. */
export function createListenBeside(numericHost: string, listenOnNetwork: ListenBeside): ListenBeside {
  return (host, handlers) =>
    LOOPBACK.has(host)
      ? listenOnLoopback(host === 'localhost' ? numericHost : host, handlers)
      : listenOnNetwork(host, handlers);
}

async function listenOnLoopback(host: string, handlers: ListenerHandlers): Promise<OpenListener | undefined> {
  return startBeside(trackServer<Server>(createServer(REQUEST_LIMITS), handlers), host, 'http');
}

/** Lets a server listen on a free port; undefined if it can't. */
export async function startBeside(
  tracked: TrackedServer<TcpServer>,
  host: string,
  scheme: OpenListener['scheme'],
): Promise<OpenListener | undefined> {
  const { server } = tracked;
  server.maxConnections = MAX_CONNECTIONS;
  const failure = await tryListen(server, host, 0);
  if (failure !== undefined) return undefined;
  // Without a listener, a failed accept would end the process.
  server.on('error', () => undefined);
  // A server on a TCP port has an AddressInfo, not a pipe name.
  const { port } = server.address() as AddressInfo;
  return { port, scheme, close: () => closeServer(tracked) };
}

// Serves the files of OpenClaw's Control UI and forwards other requests, such as its configuration and socket, to a gateway.
// The page connects to its own origin only; `Host` and `Origin` are rewritten to the gateway's.
import {
  createServer,
  request as forward,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

import sirv from 'sirv';

/** Paths forwarded to the gateway. */
const FORWARDED = /^\/(control-ui-config\.json|avatar\/|api\/|v1\/|healthz|readyz|startupz)/;

/** A running proxy. */
export interface ControlUiProxy {
  readonly origin: string;
  close(): Promise<void>;
}

/** Starts a proxy on a free loopback port, for the gateway at `gateway` (`http://host:port`). */
export async function startControlUiProxy(files: string, gateway: string): Promise<ControlUiProxy> {
  const target = new URL(gateway);
  const serveFile = sirv(files, { dev: true, single: true });
  const server = createServer((request, response) => {
    if (FORWARDED.test(request.url ?? '/')) return passOn(request, response, target);
    serveFile(request, response, () => void response.writeHead(404).end());
  });
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('upgrade', (request, socket: Socket, head) => passUpgrade(request, socket, head, target));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server has a port
  return { origin: `http://127.0.0.1:${port}`, close: () => closeAll(server, sockets) };
}

function headersFor(request: IncomingMessage, target: URL): OutgoingHttpHeaders {
  const { host: _host, origin, ...rest } = request.headers;
  return { ...rest, host: target.host, ...(origin === undefined ? {} : { origin: target.origin }) };
}

function passOn(request: IncomingMessage, response: ServerResponse, target: URL): void {
  const { hostname, port } = target;
  const options = { hostname, port, path: request.url, method: request.method, headers: headersFor(request, target) };
  const outgoing = forward(options, (incoming) => {
    response.writeHead(incoming.statusCode ?? 502, incoming.headers);
    incoming.pipe(response);
  });
  outgoing.on('error', () => response.writeHead(502).end());
  request.pipe(outgoing);
}

function passUpgrade(request: IncomingMessage, socket: Socket, head: Buffer, target: URL): void {
  const upstream = connect(Number(target.port), target.hostname, () => {
    const lines = Object.entries(headersFor(request, target)).map(([name, value]) => `${name}: ${String(value)}`);
    upstream.write([`GET ${request.url ?? '/'} HTTP/1.1`, ...lines, '', ''].join('\r\n'));
    upstream.write(head);
    upstream.pipe(socket).pipe(upstream);
  });
  const end = (): void => {
    socket.destroy();
    upstream.destroy();
  };
  for (const one of [socket, upstream]) one.on('error', end).on('close', end);
}

function closeAll(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy();
  return new Promise((resolve) => server.close(() => resolve()));
}

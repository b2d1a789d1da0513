// The server of an egress proxy: who may use it, and the limits of its connections.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { chmod, lstat, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { serveRequest } from './forward.ts';
import type { ProxyParts } from './proxy-parts.ts';
import { refuseRequest, refuseTunnel, type Refusal } from './refusal.ts';
import { serveTunnel } from './tunnel.ts';

/** User name in the address of a proxy on loopback. */
export const PROXY_USER = 'gatehouse';

/** Where a proxy listens. */
export type ListenAt = 'loopback' | { readonly socketPath: string; readonly mode?: number };

/** Creates the server, and the set of its open sockets. Without a password, any program that can connect can use it. */
export function createProxyServer(parts: ProxyParts, password: string | undefined) {
  const { maxHeaderBytes, headersMs, idleMs, maxConnections } = parts.limits;
  const server = createServer({
    maxHeaderSize: maxHeaderBytes,
    headersTimeout: headersMs,
    // Uploads may take longer. They end with `idleMs`.
    requestTimeout: 0,
    connectionsCheckingInterval: Math.min(3 * headersMs, 30_000),
    requireHostHeader: false,
    insecureHTTPParser: false,
  });
  const sockets = new Set<Socket>();
  const isAllowed = createPasswordCheck(password);
  server.maxConnections = maxConnections;
  server.setTimeout(idleMs);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('request', (request, response) => {
    if (!isAllowed(request)) return refuseRequest(response, LOGIN_REQUIRED);
    void serveRequest(request, response, parts);
  });
  server.on('connect', (request: IncomingMessage, socket, head: Buffer) => {
    // Node has removed its own listeners: without one, a reset of the connection would end this process.
    socket.on('error', () => socket.destroy());
    if (!isAllowed(request)) {
      // A client that doesn't close its side would keep one of the connections.
      const timer = setTimeout(() => socket.destroy(), headersMs);
      socket.once('close', () => clearTimeout(timer));
      return refuseTunnel(socket, LOGIN_REQUIRED);
    }
    // Node types it as a stream, and documents a socket.
    void serveTunnel(request.url ?? '', socket as Socket, head, parts);
  });
  return { server, sockets };
}

const LOGIN_REQUIRED: Refusal = {
  status: 407,
  code: 'proxy-login-required',
  message: 'This proxy requires the password from HTTP_PROXY.',
};
/** Compares in constant time, whatever the length of what was sent. */
function createPasswordCheck(password: string | undefined): (request: IncomingMessage) => boolean {
  if (password === undefined) return () => true;
  const key = randomBytes(32);
  const digest = (text: string) => createHmac('sha256', key).update(text).digest();
  const expected = digest(`Basic ${Buffer.from(`${PROXY_USER}:${password}`).toString('base64')}`);
  return ({ headers }) => timingSafeEqual(digest(headers['proxy-authorization'] ?? ''), expected);
}

/** Listens. @throws an error of the operating system */
export async function listen(server: Server, where: ListenAt): Promise<void> {
  if (where !== 'loopback') await removeSocket(where.socketPath);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    const listening = (): void => {
      server.off('error', reject);
      resolve();
    };
    if (where === 'loopback') server.listen(0, '127.0.0.1', listening);
    else server.listen(where.socketPath, listening);
  });
  if (where !== 'loopback') await chmod(where.socketPath, where.mode ?? 0o600);
}

/** A killed process leaves its socket behind. Anything else at this path stays, and listening fails. */
async function removeSocket(path: string): Promise<void> {
  const found = await lstat(path).catch(() => undefined);
  if (found?.isSocket() === true) await rm(path, { force: true });
}

// Connects to a destination that the allowlist contains: its name is resolved once, and the checked address is used.
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { OutboundError } from '#core/ports/outbound.ts';
import type { Environment } from '../../configuration/substitution.ts';
import { findProxy, ProxyInvalid, type Proxy } from '../proxy.ts';
import { checkAddress, toPort, type Resolve } from '../resolve-host.ts';
import { untilAborted } from '../until-aborted.ts';
import type { HostRules } from './host-rules.ts';

/** Time to connect, ms. */
const CONNECT_MS = 15_000;

/** What decides about destinations, and how they are reached. */
export interface Network {
  /** With `open`, every public address is allowed, too. */
  readonly level: 'hosts' | 'open';
  readonly hosts: HostRules;
  /** Name of the setting that lists the hosts. */
  readonly setting: string;
  readonly resolve: Resolve;
  /** Environment variables with the proxy of this computer, if it has one. */
  readonly environment: Environment;
}

/** Connects to a target that {@link requireAllowed} accepted. @throws {OutboundError} */
export async function dial(target: URL, network: Network, signal: AbortSignal): Promise<Socket> {
  const deadline = AbortSignal.timeout(CONNECT_MS);
  const either = AbortSignal.any([signal, deadline]);
  try {
    return await open(target, network, either);
  } catch (error) {
    if (error instanceof OutboundError) throw error;
    if (deadline.aborted) throw new OutboundError('timeout', `${target.host} didn't respond.`, { cause: error });
    if (error instanceof ProxyInvalid) throw new OutboundError('unreachable', error.message, { cause: error });
    throw new OutboundError('unreachable', `Couldn't reach ${target.host}.`, { cause: error });
  }
}

/** @throws {OutboundError} `not-allowed` */
export function requireAllowed(target: URL, { level, hosts, setting }: Network): void {
  if (level === 'open' || hosts.allows(target)) return;
  const port = toPort(target);
  const entry = port === '80' || port === '443' ? target.hostname : `${target.hostname}:${port}`;
  throw new OutboundError(
    'not-allowed',
    `${target.hostname}:${port} isn't an allowed host. To allow it, add "${entry}" to ${setting} in the configuration.`,
  );
}

async function open(target: URL, network: Network, signal: AbortSignal): Promise<Socket> {
  const proxy = findProxy(target, network.environment);
  const checked = checkAddress(target, network.hosts.services, network.resolve, network.setting);
  if (proxy === undefined) {
    const { address } = await untilAborted(checked, signal);
    const port = Number(toPort(target));
    return await connected(connect({ host: address, port, allowHalfOpen: true, noDelay: true }), 'connect', signal);
  }
  // Names that only the proxy knows are its business, as for other requests.
  await untilAborted(checked, signal).catch((error: unknown) => {
    if (!(error instanceof OutboundError) || error.code !== 'not-found') throw error;
  });
  return await throughProxy(target, proxy, signal);
}

/** Starts TLS on a connection, verifying the certificate for the host. */
export async function secure(socket: Socket, { hostname }: URL, signal: AbortSignal): Promise<Socket> {
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(CONNECT_MS)]);
  try {
    return await connected(
      connectTls({ socket, servername: hostname, ALPNProtocols: ['http/1.1'] }),
      'secureConnect',
      deadline,
    );
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new OutboundError('unreachable', `Couldn't open a secure connection to ${hostname}: ${reason}`, {
      cause: error,
    });
  }
}

function connected<S extends Socket>(socket: S, event: 'connect' | 'secureConnect', signal: AbortSignal): Promise<S> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      signal.removeEventListener('abort', onAbort);
      socket.off('error', fail).off('close', onClose);
    };
    const fail = (error: Error): void => {
      settle();
      // A second error of the same attempt has no other listener.
      socket.on('error', () => undefined).destroy();
      reject(error);
    };
    // The reason of an aborted signal is an error.
    const onAbort = (): void => fail(signal.reason as Error);
    const onClose = (): void => fail(new Error('the connection was closed'));
    socket.once('error', fail).once('close', onClose);
    socket.once(event, () => {
      settle();
      resolve(socket);
    });
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
}

function throughProxy(target: URL, { url }: Proxy, signal: AbortSignal): Promise<Socket> {
  const authority = `${target.hostname}:${toPort(target)}`;
  const login = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  const authorization =
    login === ':' ? {} : { 'proxy-authorization': `Basic ${Buffer.from(login).toString('base64')}` };
  const options = { method: 'CONNECT', path: authority, headers: { host: authority, ...authorization } };
  return new Promise((resolve, reject) => {
    const open = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const request = open({
      hostname: url.hostname.replace(/^\[|\]$/g, ''),
      port: Number(toPort(url)),
      ...options,
      agent: false,
      signal,
    });
    request.on('connect', ({ statusCode }, socket, head) => {
      if (statusCode !== 200) {
        socket.destroy();
        return reject(new Error(`the proxy responded with status ${statusCode}`));
      }
      if (head.length > 0) socket.unshift(head);
      // Node types it as a stream, and documents a socket.
      resolve(socket as Socket);
    });
    request.on('response', (response) => {
      response.destroy();
      reject(new Error(`the proxy responded with status ${response.statusCode}`));
    });
    request.on('error', reject);
    request.end();
  });
}

// The only way out of a machine without direct network access: an HTTP proxy on this computer that decides about each
// destination, records it, and adds credentials. It listens on a Unix socket, or on loopback with a random password.
import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HostCredential } from '#core/outbound/host-credential.ts';
import type { Destination, OutboundLedger, Traffic } from '#core/ports/outbound-ledger.ts';
import type { OutboundCaller } from '#contract/types/outbound.ts';
import type { Environment } from '../../configuration/substitution.ts';
import { resolveBySystem, type Resolve } from '../resolve-host.ts';
import type { Network } from './dial.ts';
import { proxyEnvironment } from './environment.ts';
import { compileHosts } from './host-rules.ts';
import { LIMITS, type Limits } from './limits.ts';
import type { ProxyParts } from './proxy-parts.ts';
import { createProxyServer, listen, PROXY_USER, type ListenAt } from './proxy-server.ts';
import { createTracker } from './track.ts';

/** The destinations that a proxy allows. */
export interface Allowed {
  /** `hosts`: only the listed ones. `open`: every public address, too. A private address must always be listed. */
  readonly level: 'hosts' | 'open';
  /** `example.com`, `*.example.com` (subdomains only), both optionally with a port. Without one: ports 80 and 443. */
  readonly hosts: readonly string[];
}

/** Whose connections are recorded in the outbound ledger. */
export interface MachineOwner {
  /** The kind of machine. */
  readonly machine: string;
  readonly agentId: string;
  readonly sessionKey?: string;
}

/** A proxy to open. */
export interface EgressRequest extends Allowed {
  /** Name of the setting that contains `hosts`, for messages. */
  readonly setting: string;
  /**
   * Where it listens. A Unix socket has no password: any program that can open it can use it, so its folder must be private. `mode`:
   * permissions of the socket, 0600 by default.
   */
  readonly listen: ListenAt;
  readonly owner: MachineOwner;
  /** Called with the reason of each connection that isn't allowed, to show it beside the output of the command. */
  readonly onRefused?: (message: string) => void;
  /** Closes the proxy. */
  readonly signal: AbortSignal;
}

/** An open proxy. */
export interface EgressProxy {
  readonly address:
    | { readonly kind: 'socket'; readonly socketPath: string }
    /** `url` contains the password. */
    | { readonly kind: 'loopback'; readonly port: number; readonly url: string };
  /**
   * Variables for the programs of the machine. `url` is where they reach the proxy, by default its loopback address; required
   * for a Unix socket, which programs reach through a forwarder inside the machine.
   */
  environment(url?: string): Promise<Readonly<Record<string, string>>>;
  /** Replaces the allowed destinations for new connections. */
  allow(allowed: Allowed): void;
  close(): Promise<void>;
}

/** Opens proxies. Machines get it with their context. */
export interface EgressProxies {
  /** @throws an error of the operating system if it can't listen */
  open(request: EgressRequest): Promise<EgressProxy>;
  /**
   * Records a connection that a program on this computer makes for a machine, such as `ssh`. Call it before the program starts.
   * `stop` ends the connection when its destination is blocked; `traffic` tells its bytes, if they are known. Returns the function that reports its end.
   * @throws {OutboundError} `blocked`
   */
  record(
    owner: Pick<MachineOwner, 'machine'>,
    destination: Destination,
    stop: () => void,
    traffic?: () => Traffic,
  ): () => void;
  /** Records that a program with direct network access was started. */
  recordUntracked(owner: Pick<MachineOwner, 'machine'> & Partial<MachineOwner>): void;
}

/** What all proxies share. */
export interface EgressOptions {
  readonly ledger: OutboundLedger;
  /** The credentials that machines of an agent may use. Read for each request. */
  readonly credentials: (agentId: string) => Promise<readonly HostCredential[]>;
  readonly resolve?: Resolve;
  /** Environment variables with the proxy of this computer. */
  readonly environment?: Environment;
  readonly limits?: Limits;
}

/** Creates the opener of proxies. */
export function createEgressProxies(options: EgressOptions): EgressProxies {
  const { ledger } = options;
  return {
    open: (request) => openEgressProxy(request, options),
    record(owner, destination, stop, traffic = unknownTraffic) {
      const end = ledger.open(toCaller(owner), destination, { traffic, stop, hasUnknownTraffic: true });
      return () => end();
    },
    recordUntracked: (owner) => ledger.recordUntracked(toCaller(owner)),
  };
}

/** Most programs don't report how much they send. */
const unknownTraffic = (): Traffic => ({ sent: 0, received: 0 });

async function openEgressProxy(request: EgressRequest, options: EgressOptions): Promise<EgressProxy> {
  const closing = new AbortController();
  const limits = options.limits ?? LIMITS;
  const password = request.listen === 'loopback' ? randomBytes(24).toString('base64url') : undefined;
  let network = toNetwork(request, request.setting, options);
  const credentials = () => options.credentials(request.owner.agentId);
  const parts: ProxyParts = {
    network: () => network,
    limits,
    track: createTracker({
      ledger: options.ledger,
      caller: toCaller(request.owner),
      signal: closing.signal,
      ...(request.onRefused === undefined ? {} : { onRefused: request.onRefused }),
    }),
    findCredentials: async (url) => (await credentials()).filter((one) => isFor(one, url)),
  };
  const { server, sockets } = createProxyServer(parts, password);
  await listen(server, request.listen);
  const close = async (): Promise<void> => {
    request.signal.removeEventListener('abort', onAbort);
    closing.abort(new Error('The proxy is closed.'));
    for (const socket of sockets) socket.destroy();
    if (server.listening) await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  const onAbort = (): void => void close();
  if (request.signal.aborted) await close();
  else request.signal.addEventListener('abort', onAbort, { once: true });
  const address = toAddress(server, request.listen, password);
  return {
    address,
    async environment(url) {
      const reached = url ?? (address.kind === 'loopback' ? address.url : undefined);
      if (reached === undefined) throw new TypeError('A proxy on a socket needs the address of its forwarder.');
      return proxyEnvironment(reached, await credentials());
    },
    allow: (allowed) => (network = toNetwork(allowed, request.setting, options)),
    close,
  };
}

function toCaller({ machine, ...owner }: Pick<MachineOwner, 'machine'> & Partial<MachineOwner>): OutboundCaller {
  return { kind: 'machine', name: machine, ...owner };
}

function toNetwork({ level, hosts }: Allowed, setting: string, options: EgressOptions): Network {
  const { resolve = resolveBySystem, environment = {} } = options;
  return { level, hosts: compileHosts(hosts), setting, resolve, environment };
}

/** Programs ask for a host with a credential without TLS, at its usual port or the one of the credential. */
function isFor({ host, port }: HostCredential, { hostname, port: asked }: URL): boolean {
  return hostname === host && (asked === '' ? port === 443 : Number(asked) === port);
}

function toAddress(server: Server, where: ListenAt, password = ''): EgressProxy['address'] {
  if (where !== 'loopback') return { kind: 'socket', socketPath: where.socketPath };
  // A TCP server has a port. It was closed if the signal was aborted.
  const { port } = (server.address() ?? { port: 0 }) as AddressInfo;
  return { kind: 'loopback', port, url: `http://${PROXY_USER}:${password}@127.0.0.1:${port}` };
}

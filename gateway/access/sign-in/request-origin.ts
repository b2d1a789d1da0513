// Where a request comes from, before any credential is read: the same rules for HTTP and WebSocket.
import type { IncomingMessage } from 'node:http';
import { defined } from '#contract/types/defined.ts';
import type { GatewayRuntime } from '../../server/runtime.ts';
import { loginSource } from './login-source.ts';
import { isLoopback, refuseForeign, type PeerRefusal } from './own-address.ts';
import { readProxyVisit } from './trusted-proxy.ts';

/** The origin of a request. */
export interface RequestOrigin {
  /** Network address; behind the configured proxy, the one that the proxy reports. */
  readonly address: string;
  /** Source for counting failures: the page's origin, otherwise the address. */
  readonly source: string;
  /** The page's origin. */
  readonly origin?: string;
  /** From this machine, and not through a proxy. */
  readonly isLoopback: boolean;
  /** A page that this gateway serves, not one of `gateway.allowedOrigins`: only it can sign in with a cookie. */
  readonly isOwnPage: boolean;
  /** From a program on this machine: loopback and not a web page. */
  readonly isLocal: boolean;
  /** The user signed in by the configured proxy. */
  readonly proxyUser?: string;
  /** Set when Host or Origin is invalid: every request is rejected with it. */
  readonly refused?: PeerRefusal;
}

/** What the transport knows about a client before its first frame. */
export type Peer =
  /** A port that this process gave to its own window or tray, and therefore trusted. */
  { readonly kind: 'port' } | SocketPeer;

/** A client that connects over the network. */
export interface SocketPeer extends RequestOrigin {
  readonly kind: 'socket';
  /** Resolves to the browser session of the cookie, if valid. */
  readonly browserSession: Promise<string | undefined>;
}

/** Evaluates a request by its socket, Host, Origin and, only from the configured proxy, its forwarded headers. */
export function readRequestOrigin(
  request: IncomingMessage,
  gateway: Pick<GatewayRuntime, 'services' | 'address'>,
  origins: readonly string[] = [],
): RequestOrigin {
  const { auth, allowedOrigins } = gateway.services.config.settings().gateway;
  const visit = readProxyVisit(request, auth);
  const served = visit === undefined ? [] : auth.proxy.origins;
  const own = [...origins, ...served];
  const refused = refuseForeign(request, gateway.address(), [...own, ...allowedOrigins], served.map(toHost));
  const { origin } = request.headers;
  const isElsewhere = origin !== undefined && allowedOrigins.includes(origin) && !own.includes(origin);
  const address = visit?.address ?? request.socket.remoteAddress;
  const isFromHere = visit === undefined && isLoopback(request);
  return {
    address: address ?? 'unknown',
    // All pages behind a proxy share one origin, so users are distinguished by address.
    source: loginSource(visit === undefined ? origin : undefined, address),
    isLoopback: isFromHere,
    isLocal: isFromHere && origin === undefined,
    isOwnPage: refused === undefined && origin !== undefined && !isElsewhere,
    ...defined({ origin, proxyUser: visit?.user, refused }),
  };
}

function toHost(origin: string): string {
  return origin.replace(/^https?:\/\//, '').toLowerCase();
}

// Where a request comes from, before any credential is read: the same rules for HTTP and WebSocket.
import type { IncomingMessage } from 'node:http';
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
  readonly hasOrigin: boolean;
  /** From this machine, and not through a proxy. */
  readonly isLoopback: boolean;
  /** The user signed in by the configured proxy. */
  readonly proxyUser?: string;
  /** Set when Host or Origin is invalid: every request is rejected with it. */
  readonly refused?: PeerRefusal;
}

/** Evaluates a request by its socket, Host, Origin and, only from the configured proxy, its forwarded headers. */
export function readRequestOrigin(
  request: IncomingMessage,
  gateway: Pick<GatewayRuntime, 'services' | 'address'>,
  origins: readonly string[] = [],
): RequestOrigin {
  const auth = gateway.services.config.settings().gateway.auth;
  const visit = readProxyVisit(request, auth);
  const served = visit === undefined ? [] : auth.proxy.origins;
  const refused = refuseForeign(request, gateway.address(), [...origins, ...served], served.map(toHost));
  const { origin } = request.headers;
  const address = visit?.address ?? request.socket.remoteAddress;
  return {
    address: address ?? 'unknown',
    // All pages behind a proxy share one origin, so users are distinguished by address.
    source: loginSource(visit === undefined ? origin : undefined, address),
    ...(origin === undefined ? {} : { origin }),
    hasOrigin: origin !== undefined,
    isLoopback: visit === undefined && isLoopback(request),
    ...(visit?.user === undefined ? {} : { proxyUser: visit.user }),
    ...(refused === undefined ? {} : { refused }),
  };
}

function toHost(origin: string): string {
  return origin.replace(/^https?:\/\//, '').toLowerCase();
}

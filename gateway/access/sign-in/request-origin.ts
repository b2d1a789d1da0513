// Where a request comes from, before any credential of it is read: the same judgement for HTTP and for sockets.
import type { IncomingMessage } from 'node:http';
import type { GatewayRuntime } from '../../server/runtime.ts';
import { loginSource } from './login-source.ts';
import { isLoopback, refuseForeign, type PeerRefusal } from './own-address.ts';
import { readProxyVisit } from './trusted-proxy.ts';

/** The place of a request. */
export interface RequestOrigin {
  /** Network address; behind the configured proxy the one that it names. */
  readonly address: string;
  /** Whose failures are counted together: the page's origin, else the address. */
  readonly source: string;
  /** The page's origin. */
  readonly origin?: string;
  readonly hasOrigin: boolean;
  /** From this machine, and not through a proxy. */
  readonly isLoopback: boolean;
  /** The person that the configured proxy signed in. */
  readonly proxyUser?: string;
  /** Set when Host or Origin are not ours: every request is refused with it. */
  readonly refused?: PeerRefusal;
}

/** Judges a request by its socket, Host, Origin and, from the configured proxy alone, its forwarded headers. */
export function readRequestOrigin(
  request: IncomingMessage,
  gateway: Pick<GatewayRuntime, 'services' | 'address'>,
  origins: readonly string[] = [],
): RequestOrigin {
  const auth = gateway.services.config.settings().gateway?.auth;
  const visit = readProxyVisit(request, auth);
  const served = visit === undefined ? [] : (auth?.proxy.origins ?? []);
  const refused = refuseForeign(request, gateway.address(), [...origins, ...served], served.map(hostOf));
  const { origin } = request.headers;
  const address = visit?.address ?? request.socket.remoteAddress;
  return {
    address: address ?? 'unknown',
    // All pages behind a proxy have one origin: there people are told apart by where they sit.
    source: loginSource(visit === undefined ? origin : undefined, address),
    ...(origin === undefined ? {} : { origin }),
    hasOrigin: origin !== undefined,
    isLoopback: visit === undefined && isLoopback(request),
    ...(visit?.user === undefined ? {} : { proxyUser: visit.user }),
    ...(refused === undefined ? {} : { refused }),
  };
}

function hostOf(origin: string): string {
  return origin.replace(/^https?:\/\//, '').toLowerCase();
}

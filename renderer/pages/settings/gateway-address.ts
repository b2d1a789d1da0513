// Where this gateway answers, for people and for programs. Pure.
import type { NetworkAccessStatus } from '#contract/types/network-access.ts';

/** Addresses of the gateway. `http` is where this page was read, or loopback in the app's own window. */
export interface GatewayAddress {
  readonly http: string;
  readonly socket: string;
  /** Addresses of the network, always with TLS. */
  readonly network: readonly string[];
}

/** `origin` is that of the page; the window of the app has none that others could use. */
export function gatewayAddress(
  origin: string,
  reach: Pick<NetworkAccessStatus, 'port' | 'addresses'> | undefined,
): GatewayAddress {
  const http = origin.startsWith('http') ? origin : `http://127.0.0.1:${reach?.port ?? ''}`;
  return {
    http,
    socket: http.replace(/^http/, 'ws'),
    network: reach?.addresses.flatMap(({ url }) => url ?? []).filter((url) => url !== http) ?? [],
  };
}

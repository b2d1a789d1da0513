// The addresses of this gateway, for people and for programs.
import type { NetworkAccessStatus } from '#contract/types/network-access.ts';

/** Addresses of the gateway. `http` is the origin of this page, or loopback in the desktop app. */
export interface GatewayAddress {
  readonly http: string;
  readonly socket: string;
  /** Addresses on the network, always with TLS. */
  readonly network: readonly string[];
}

/** `origin` is that of the page; the desktop window's own isn't usable elsewhere. */
export function gatewayAddress(
  origin: string,
  access: Pick<NetworkAccessStatus, 'port' | 'addresses'> | undefined,
): GatewayAddress {
  const http = origin.startsWith('http') ? origin : `http://127.0.0.1:${access?.port ?? ''}`;
  return {
    http,
    socket: http.replace(/^http/, 'ws'),
    network: access?.addresses.flatMap(({ url }) => url ?? []).filter((url) => url !== http) ?? [],
  };
}

// Host and Origin checks: a request must name this gateway exactly. Prevents DNS rebinding and cross-origin access.
import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import { toUrlHost } from '#contract/types/network-access.ts';
import type { ListenAddress } from '../../server/gateway-base.ts';

/** Why a client is rejected before it sends anything. */
export interface PeerRefusal {
  readonly message: string;
  readonly details: { readonly code: string; readonly reason: string };
}

/** The error in the response to a rejected request. */
export function toRefusalError({ message, details }: PeerRefusal) {
  return { message, type: 'forbidden', ...details };
}

const LOOPBACK_NAMES = ['127.0.0.1', 'localhost', '[::1]'];

/** Checks the headers of a request or upgrade; `undefined` when they are valid. */
export function refuseForeign(
  request: Pick<IncomingMessage, 'headers' | 'rawHeaders' | 'socket'>,
  { port = 0, remoteHosts }: Partial<ListenAddress> = {},
  alsoAllowed: readonly string[] = [],
  alsoHosts: readonly string[] = [],
): PeerRefusal | undefined {
  const { headers } = request;
  // With several Host headers, different parsers pick different ones.
  if (countHeaders(request.rawHeaders, 'host') > 1) return HOST_REFUSED;
  // TLS is used beyond loopback only, so each has its own valid names.
  const isRemote = isEncrypted(request);
  const names = isRemote ? (remoteHosts?.() ?? []).map(toUrlHost) : LOOPBACK_NAMES;
  const host = headers.host?.toLowerCase() ?? '';
  if (!alsoHosts.includes(host) && !names.some((name) => host === `${name}:${port}`)) return HOST_REFUSED;
  const { origin } = headers;
  const scheme = isRemote ? 'https' : 'http';
  const isOwn = names.some((name) => origin === `${scheme}://${name}:${port}`);
  return origin === undefined || isOwn || alsoAllowed.includes(origin) ? undefined : ORIGIN_REFUSED;
}

const FORWARDING_HEADERS = ['x-forwarded-for', 'x-real-ip', 'forwarded', 'x-forwarded-host', 'x-forwarded-proto'];

/** Whether the request was forwarded by a proxy, or looks like it. */
export function hasForwardingHeader({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  return FORWARDING_HEADERS.some((name) => headers[name] !== undefined);
}

/** Whether a request came directly from this machine. Forwarded requests count as remote. */
export function isLoopback(request: IncomingMessage): boolean {
  // The machine's own network address counts as remote.
  if (isEncrypted(request) || hasForwardingHeader(request)) return false;
  return isLoopbackAddress(request.socket.remoteAddress ?? '');
}

/** Whether an IP address is a loopback address. */
export function isLoopbackAddress(address: string): boolean {
  const plain = address.replace(/^::ffff:/, '');
  return plain === '::1' || plain.startsWith('127.');
}

/** The refusal of a page that another server serves. */
export const ORIGIN_REFUSED: PeerRefusal = {
  message: 'origin not allowed: open the page served by this gateway',
  details: { code: 'CONTROL_UI_ORIGIN_NOT_ALLOWED', reason: 'origin not allowed' },
};

/** The refusal of a browser client that sends no Origin. */
export const ORIGIN_MISSING: PeerRefusal = {
  ...ORIGIN_REFUSED,
  details: { ...ORIGIN_REFUSED.details, reason: 'origin missing or invalid' },
};

const HOST_REFUSED: PeerRefusal = {
  message: 'host not allowed: use the address printed by Gatehouse',
  details: { code: 'HOST_NOT_ALLOWED', reason: 'host not allowed' },
};

/** Whether a request came over TLS. */
export function isEncrypted({ socket }: Pick<IncomingMessage, 'socket'>): boolean {
  return socket instanceof TLSSocket;
}

/** Names and values alternate. */
function countHeaders(rawHeaders: readonly string[], name: string): number {
  return rawHeaders.filter((text, index) => index % 2 === 0 && text.toLowerCase() === name).length;
}

// A proxy that signs users in: recognized by its address alone; only its forwarded headers are trusted.
import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';
import type { AuthSettings } from '#core/ports/settings.ts';
import { hasForwardingHeader } from './own-address.ts';

/** A request forwarded by the configured proxy. */
export interface ProxyVisit {
  /** The user that the proxy reports, if allowed. */
  readonly user?: string;
  /** Client address reported by the proxy. */
  readonly address: string;
}

/** What the configured proxy reports about a request; undefined when it came from elsewhere. */
export function readProxyVisit(request: IncomingMessage, auth: AuthSettings): ProxyVisit | undefined {
  if (auth.mode !== 'trusted-proxy') return undefined;
  const { proxy } = auth;
  const remote = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  if (!isListed(remote, proxy.addresses)) return undefined;
  const named = readHeader(request, proxy.userHeader);
  // On loopback, a proxy is distinguished from local programs by the headers that it adds.
  const isLoopback = remote === '::1' || remote.startsWith('127.');
  if (isLoopback && (!proxy.loopback || (named === undefined && !hasForwardingHeader(request)))) return undefined;
  const user = named !== undefined && proxy.users.includes(named) ? { user: named } : {};
  return { ...user, address: lastForwarded(request) ?? remote };
}

/** The proxy itself added the last entry; earlier ones are claims by the client. */
function lastForwarded(request: IncomingMessage): string | undefined {
  const entry = readHeader(request, 'x-forwarded-for')?.split(',').at(-1)?.trim() ?? readHeader(request, 'x-real-ip');
  return entry !== undefined && isIP(entry) !== 0 ? entry : undefined;
}

/** The trimmed value of a header; undefined when it is missing, empty or repeated. */
export function readHeader({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name.toLowerCase()];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** Addresses and networks such as `10.0.0.0/24`; anything else is ignored. */
function isListed(address: string, listed: readonly string[]): boolean {
  if (isIP(address) === 0) return false;
  const list = new BlockList();
  for (const entry of listed) {
    const [net = '', bits] = entry.split('/');
    if (isIP(net) === 0) continue;
    const family = isIP(net) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(net, family);
    else if (Number(bits) > 0 && Number(bits) <= (family === 'ipv6' ? 128 : 32))
      list.addSubnet(net, Number(bits), family);
  }
  return list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

// A proxy that has signed people in: it is known by its address alone, and only from it do forwarded headers count.
import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';
import type { AuthSettings } from '#core/ports/settings.ts';
import { hasForwardingHeader } from './own-address.ts';

/** A request that the configured proxy passes on. */
export interface ProxyVisit {
  /** The person that the proxy names, when that person is let in. */
  readonly user?: string;
  /** Where the request came from, as the proxy says. */
  readonly address: string;
}

/** What the configured proxy says of a request; undefined when it did not come from it. */
export function readProxyVisit(request: IncomingMessage, auth: AuthSettings | undefined): ProxyVisit | undefined {
  if (auth?.mode !== 'trusted-proxy') return undefined;
  const { proxy } = auth;
  const remote = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  if (!isListed(remote, proxy.addresses)) return undefined;
  const named = headerOf(request, proxy.userHeader);
  // On loopback a proxy is told from the programs of this machine by what it adds.
  const isLoopback = remote === '::1' || remote.startsWith('127.');
  if (isLoopback && (!proxy.loopback || (named === undefined && !hasForwardingHeader(request)))) return undefined;
  const user = named !== undefined && proxy.users.includes(named) ? { user: named } : {};
  return { ...user, address: lastForwarded(request) ?? remote };
}

/** The last entry is the one that the proxy itself added; those before it are what the client claimed. */
function lastForwarded(request: IncomingMessage): string | undefined {
  const entry = headerOf(request, 'x-forwarded-for')?.split(',').at(-1)?.trim() ?? headerOf(request, 'x-real-ip');
  return entry !== undefined && isIP(entry) !== 0 ? entry : undefined;
}

function headerOf({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name.toLowerCase()];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** Addresses and networks such as `10.0.0.0/24`; what is neither counts for nothing. */
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

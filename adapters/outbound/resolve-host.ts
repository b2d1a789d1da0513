// Resolves a host name to a checked address, which is then used without a second lookup.
import { lookup } from 'node:dns/promises';
import { isIP, isIPv6 } from 'node:net';
import { OutboundError } from '#core/ports/outbound.ts';
import type { Destination } from '#core/ports/outbound-ledger.ts';
import { isLinkLocal, isPublicAddress } from './judge-address.ts';

/** Returns all addresses of a name, in the order to try them. */
export type Resolve = (hostname: string) => Promise<readonly string[]>;

/** Uses the DNS lookup of the system. */
export async function resolveBySystem(hostname: string): Promise<readonly string[]> {
  return (await lookup(hostname, { all: true })).map(({ address }) => address);
}

/** An allowed address. */
export interface CheckedAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

/**
 * Resolves a URL once and checks its addresses. A single private address rejects the name, because a server that mixes them is
 * suspicious. `setting` lists the known services. @throws {OutboundError} `not-found`, `private-address`.
 */
export async function checkAddress(
  url: URL,
  knownServices: readonly string[],
  resolve: Resolve,
  setting = 'network.allow',
): Promise<CheckedAddress> {
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  const addresses = isIP(hostname) > 0 ? [hostname] : await lookUp(hostname, resolve);
  const [first] = addresses;
  if (first === undefined) throw new OutboundError('not-found', `${hostname} doesn't resolve to an address.`);
  const isKnown = knownServices.includes(`${url.hostname}:${toPort(url)}`);
  // Whoever answers for a listed name could lead to the metadata service of a cloud.
  if (isKnown && isIP(hostname) === 0 && addresses.some(isLinkLocal))
    throw new OutboundError(
      'private-address',
      `${url.hostname} resolves to a link-local address, which isn't allowed. To allow it, add the address itself to ${setting} in the configuration.`,
    );
  if (!isKnown && !addresses.every(isPublicAddress))
    throw new OutboundError(
      'private-address',
      `${url.hostname} is an address on this machine or a private network, which isn't allowed. To allow it, add "${url.hostname}:${toPort(url)}" to ${setting} in the configuration.`,
    );
  return { address: first, family: isIPv6(first) ? 6 : 4 };
}

/** The destination of a request. `example.com.` is the same host as `example.com`. */
export function toDestination(url: URL): Destination {
  const { hostname } = url;
  return { host: hostname.endsWith('.') ? hostname.slice(0, -1) : hostname, port: Number(toPort(url)) };
}

/** The port of a URL. */
export function toPort(url: URL): string {
  return url.port || (url.protocol === 'https:' ? '443' : '80');
}

async function lookUp(hostname: string, resolve: Resolve): Promise<readonly string[]> {
  try {
    return await resolve(hostname);
  } catch (error) {
    throw new OutboundError('not-found', `Couldn't look up ${hostname}.`, { cause: error });
  }
}

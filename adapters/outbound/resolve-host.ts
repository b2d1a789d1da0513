// A host name to the one address that will be connected to, judged before and used afterwards without a second look-up.
import { lookup } from 'node:dns/promises';
import { isIP, isIPv6 } from 'node:net';
import { OutboundError } from '#core/ports/outbound.ts';
import { isPublicAddress } from './judge-address.ts';

/** All addresses of a name, in the order in which they should be tried. */
export type Resolve = (hostname: string) => Promise<readonly string[]>;

/** The system's own look-up. */
export async function resolveBySystem(hostname: string): Promise<readonly string[]> {
  return (await lookup(hostname, { all: true })).map(({ address }) => address);
}

/** An address that may be connected to. */
export interface JudgedAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

/**
 * Resolves once and judges what came. One private address among the answers refuses the name: a server that mixes them
 * is up to something. @throws {OutboundError} `not-found`, `private-address`.
 */
export async function judgedAddress(
  url: URL,
  knownServices: readonly string[],
  resolve: Resolve,
): Promise<JudgedAddress> {
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  const addresses = isIP(hostname) > 0 ? [hostname] : await addressesOf(hostname, resolve);
  const [first] = addresses;
  if (first === undefined) throw new OutboundError('not-found', `${hostname} doesn't resolve to an address.`);
  const isKnown = knownServices.includes(`${url.hostname}:${portOf(url)}`);
  if (!isKnown && !addresses.every(isPublicAddress))
    throw new OutboundError(
      'private-address',
      `${url.hostname} is an address on this machine or a private network, which isn't allowed. To allow it, add "${url.hostname}:${portOf(url)}" to network.allow in the configuration.`,
    );
  return { address: first, family: isIPv6(first) ? 6 : 4 };
}

/** The port that a URL means. */
export function portOf(url: URL): string {
  return url.port || (url.protocol === 'https:' ? '443' : '80');
}

async function addressesOf(hostname: string, resolve: Resolve): Promise<readonly string[]> {
  try {
    return await resolve(hostname);
  } catch (error) {
    throw new OutboundError('not-found', `Couldn't look up ${hostname}.`, { cause: error });
  }
}

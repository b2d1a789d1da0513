// Checks whether an address is on the public internet and not one of this machine.
import { networkInterfaces } from 'node:os';
import ipaddr from 'ipaddr.js';

/** IPv6 addresses of the public internet (RFC 4291, section 2.4). */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether an IP address belongs to the public internet. It is checked in binary form, which covers every spelling, including IPv4
 * inside IPv6. Not public: private, loopback, link-local, multicast, benchmark, documentation, tunnels that contain another
 * address, and the addresses of this machine.
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  if (address.range() !== 'unicast') return false;
  if (address instanceof ipaddr.IPv6 && !address.match(GLOBAL_IPV6)) return false;
  return !isOwn(address.toNormalizedString());
}

/** Whether an IP address is link-local, as those of cloud metadata services are. */
export function isLinkLocal(text: string): boolean {
  return ipaddr.isValid(text) && ipaddr.process(text).range() === 'linkLocal';
}

function isOwn(normalized: string): boolean {
  return Object.values(networkInterfaces()).some((addresses) =>
    addresses?.some(
      ({ address }) => ipaddr.process(address.split('%')[0] ?? address).toNormalizedString() === normalized,
    ),
  );
}

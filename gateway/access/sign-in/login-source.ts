// Groups failed sign-in attempts by source.
import { isIPv6 } from 'node:net';

/** One name for all loopback addresses: a program on this machine can use millions of them. */
const LOOPBACK = '127.0.0.1';
/** Groups of an IPv6 address that identify the network; one host can use all addresses of its network. */
const NETWORK_GROUPS = 4;

/** The source under which failures from `address` are counted; web pages are counted by origin. */
export function loginSource(origin: string | undefined, address: string | undefined): string {
  if (origin !== undefined) return origin;
  if (address === undefined) return 'unknown';
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (plain === '::1' || plain.startsWith('127.')) return LOOPBACK;
  return isIPv6(plain) ? `${toNetwork(plain)}::/64` : plain;
}

function toNetwork(address: string): string {
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? [];
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const zeros = Array.from({ length: missing }, () => '0');
  return [...before, ...zeros, ...after].slice(0, NETWORK_GROUPS).join(':');
}

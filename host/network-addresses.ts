// Non-loopback addresses of this machine, and which of them a bind mode selects.
import { isIPv6, SocketAddress } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { BindMode, NetworkAddress } from '#contract/types/network-access.ts';
import type { Settings } from '#core/ports/settings.ts';

const PRIVATE = /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/;
/** fc00::/7, the IPv6 addresses of a local network. */
const UNIQUE_LOCAL = /^f[cd][0-9a-f]{2}:/;
/** 100.64.0.0/10 and, within fc00::/7, the prefix of all tailnets. */
const TAILNET = /^(100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|fd7a:115c:a1e0:)/;
/** fe80::/10. These addresses need the name of an interface, which a URL can't contain. */
const LINK_LOCAL = /^fe[89ab][0-9a-f]:/;

/** An address reported by the system. */
export type MachineAddress = Pick<NetworkAddress, 'host' | 'kind' | 'network'>;

/** Addresses of this machine, in a stable order, IPv4 first. */
export function machineAddresses(interfaces = networkInterfaces()): readonly MachineAddress[] {
  return Object.entries(interfaces)
    .flatMap(([network, list = []]) =>
      list
        .filter(({ address, internal }) => !internal && !LINK_LOCAL.test(address))
        .map(({ address }) => ({ host: address, kind: toKind(address), network })),
    )
    .toSorted((a, b) => Number(isIPv6(a.host)) - Number(isIPv6(b.host)) || a.host.localeCompare(b.host));
}

/** The addresses selected by a bind mode; addresses that this machine doesn't have are ignored. */
export function chosenAddresses(
  mode: BindMode,
  custom: readonly string[],
  machine: readonly MachineAddress[],
): readonly MachineAddress[] {
  if (mode === 'loopback') return [];
  const listed = new Set(custom.map(normalizeAddress));
  return machine.filter(({ host, kind }) => (mode === 'custom' ? listed.has(host) : kind === mode));
}

/** The mode of a configuration. OpenClaw's `auto` is loopback if available, and Gatehouse doesn't start without it. */
export function toBindMode(bind: Settings['gateway']['bind']): BindMode {
  return bind === 'auto' ? 'loopback' : bind;
}

/** IPv6 addresses can be written in several ways; the system reports the shortest one. */
function normalizeAddress(text: string): string {
  const address = text.replace(/^\[(.*)\]$/, '$1');
  return isIPv6(address) ? new SocketAddress({ address, family: 'ipv6' }).address : address;
}

function toKind(address: string): NetworkAddress['kind'] {
  if (TAILNET.test(address)) return 'tailnet';
  return PRIVATE.test(address) || UNIQUE_LOCAL.test(address) ? 'lan' : 'other';
}

// Non-loopback addresses of this machine, and which of them a bind mode selects.
import { networkInterfaces } from 'node:os';
import type { BindMode, NetworkAddress } from '#contract/types/network-access.ts';

const PRIVATE = /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/;
/** 100.64.0.0/10, used by tailnets. */
const TAILNET = /^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./;

/** An address reported by the system. */
export type MachineAddress = Pick<NetworkAddress, 'host' | 'kind' | 'network'>;

/** IPv4 addresses of this machine, in a stable order. */
export function machineAddresses(interfaces = networkInterfaces()): readonly MachineAddress[] {
  return Object.entries(interfaces)
    .flatMap(([network, list = []]) =>
      list
        .filter(({ family, internal }) => family === 'IPv4' && !internal)
        .map(({ address }) => ({ host: address, kind: toKind(address), network })),
    )
    .toSorted((a, b) => a.host.localeCompare(b.host));
}

/** The addresses selected by a bind mode; addresses that this machine doesn't have are ignored. */
export function chosenAddresses(
  mode: BindMode,
  custom: readonly string[],
  machine: readonly MachineAddress[],
): readonly MachineAddress[] {
  if (mode === 'loopback') return [];
  return machine.filter(({ host, kind }) => (mode === 'custom' ? custom.includes(host) : kind === mode));
}

function toKind(address: string): NetworkAddress['kind'] {
  if (TAILNET.test(address)) return 'tailnet';
  return PRIVATE.test(address) ? 'lan' : 'other';
}

// Proves: LN-3
import type { NetworkInterfaceInfo } from 'node:os';
import { expect, it } from 'vitest';
import { chosenAddresses, machineAddresses, toBindMode } from './network-addresses.ts';

function reported(address: string, internal = false): NetworkInterfaceInfo {
  const common = { address, netmask: '', mac: '', internal, cidr: null };
  return address.includes(':') ? { ...common, family: 'IPv6', scopeid: 0 } : { ...common, family: 'IPv4' };
}

const machine = machineAddresses({
  lo: [reported('127.0.0.1', true), reported('::1', true)],
  eth0: ['fd00::2', 'fe80::fc:ff:fe00:1', '192.168.1.20', '2001:db8::7', '203.0.113.5'].map((ip) => reported(ip)),
  tailscale0: ['fd7a:115c:a1e0::42', '100.101.102.103'].map((ip) => reported(ip)),
});
const hosts = (mode: Parameters<typeof chosenAddresses>[0], custom: readonly string[] = []) =>
  chosenAddresses(mode, custom, machine).map(({ host }) => host);

it('lists IPv4 and IPv6 addresses, without loopback and link-local ones', () => {
  expect(machine.map(({ host, kind }) => [host, kind])).toEqual([
    ['100.101.102.103', 'tailnet'],
    ['192.168.1.20', 'lan'],
    ['203.0.113.5', 'other'],
    ['2001:db8::7', 'other'],
    ['fd00::2', 'lan'],
    ['fd7a:115c:a1e0::42', 'tailnet'],
  ]);
});

it('selects the addresses of a mode', () => {
  expect(hosts('loopback')).toEqual([]);
  expect(hosts('lan')).toEqual(['192.168.1.20', 'fd00::2']);
  expect(hosts('tailnet')).toEqual(['100.101.102.103', 'fd7a:115c:a1e0::42']);
});

it.each(['2001:db8::7', '2001:DB8:0::7', '[2001:0db8:0:0:0:0:0:7]'])('finds the listed address %s', (address) => {
  expect(hosts('custom', [address, '203.0.113.5', 'fd00::99', 'no address'])).toEqual(['203.0.113.5', '2001:db8::7']);
});

it('treats auto as loopback only', () => {
  expect(toBindMode('auto')).toBe('loopback');
  expect(toBindMode('lan')).toBe('lan');
});

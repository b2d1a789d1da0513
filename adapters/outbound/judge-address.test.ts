// Proves: SC-8
import { networkInterfaces } from 'node:os';
import { describe, expect, it } from 'vitest';
import { isPublicAddress } from './judge-address.ts';

describe('an address', () => {
  it.each(['1.1.1.1', '93.184.215.14', '2606:4700::1111', '2a00:1450:4001:80b::200e', '::ffff:1.1.1.1'])(
    '%s is public',
    (address) => expect(isPublicAddress(address)).toBe(true),
  );

  it.each([
    ['loopback', '127.0.0.1'],
    ['loopback further on', '127.8.9.1'],
    ['loopback of IPv6', '::1'],
    ['loopback inside IPv6', '::ffff:127.0.0.1'],
    ['loopback in the old form inside IPv6', '::7f00:1'],
    ['loopback behind a translator', '64:ff9b::7f00:1'],
    ['loopback behind a local translator', '64:ff9b:1::7f00:1'],
    ['loopback in a 6to4 tunnel', '2002:7f00:1::'],
    ['loopback in a Teredo tunnel', '2001:0:4136:e378:8000:63bf:80ff:fffe'],
    ['every address', '0.0.0.0'],
    ['every address of IPv6', '::'],
    ['this network', '0.1.2.3'],
    ['private 10', '10.0.0.1'],
    ['private 172.16', '172.31.255.254'],
    ['private 192.168', '192.168.1.1'],
    ['private of IPv6', 'fd12:3456::1'],
    ['old private of IPv6', 'fec0::1'],
    ['carrier', '100.64.0.1'],
    ['metadata of clouds', '169.254.169.254'],
    ['metadata inside IPv6', '::ffff:a9fe:a9fe'],
    ['metadata of IPv6', 'fd00:ec2::254'],
    ['link-local', 'fe80::1'],
    ['benchmarks', '198.18.0.1'],
    ['documentation', '192.0.2.1'],
    ['documentation of IPv6', '2001:db8::1'],
    ['multicast', '224.0.0.1'],
    ['multicast of IPv6', 'ff02::1'],
    ['broadcast', '255.255.255.255'],
    ['reserved', '240.0.0.1'],
    ['no address', 'localhost'],
    ['nothing', ''],
  ])('of kind "%s" is not public: %s', (_kind, address) => expect(isPublicAddress(address)).toBe(false));

  it('of this machine is not public', () => {
    const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
    expect(own.filter(({ address }) => isPublicAddress(address))).toEqual([]);
  });
});

import { expect, it } from 'vitest';
import type { NetworkAddress } from '#contract/types/network-access.ts';
import { t } from '#messages/translate.ts';
import { describeUnreachable } from './phone-text.ts';

const address = (more: Partial<NetworkAddress>): NetworkAddress => ({
  host: '192.168.1.5',
  kind: 'lan',
  network: 'eth0',
  ...more,
});

it('says why a phone cannot reach this computer', () => {
  expect(describeUnreachable({ mode: 'loopback', addresses: [address({})] })).toBe(t('devices.phone.unreachable'));
  expect(describeUnreachable({ mode: 'lan', addresses: [] })).toContain("isn't connected to a local network");
  expect(describeUnreachable({ mode: 'lan', addresses: [address({ kind: 'tailnet' })] })).toContain('Tailnet');
  expect(describeUnreachable({ mode: 'tailnet', addresses: [] })).toContain('Tailscale');
  expect(describeUnreachable({ mode: 'custom', addresses: [] })).toContain('gateway.addresses');
  expect(describeUnreachable({ mode: 'lan', addresses: [address({ error: 'Port 18789 is in use.' })] })).toBe(
    "Phones can't reach this computer: couldn't listen on 192.168.1.5 (Port 18789 is in use).",
  );
});

import { expect, it } from 'vitest';
import { clientGuides } from './client-guides.ts';
import { gatewayAddress } from './gateway-address.ts';

it('is the origin of the page, or loopback in the desktop app', () => {
  const access = {
    port: 18_789,
    addresses: [{ host: '10.0.0.2', kind: 'lan', network: 'eth0', url: 'https://10.0.0.2:18789' }],
  } as const;
  expect(gatewayAddress('http://127.0.0.1:4000', access)).toEqual({
    http: 'http://127.0.0.1:4000',
    socket: 'ws://127.0.0.1:4000',
    network: ['https://10.0.0.2:18789'],
  });
  expect(gatewayAddress('app://gatehouse', access).socket).toBe('ws://127.0.0.1:18789');
  expect(gatewayAddress('https://10.0.0.2:18789', access).network).toEqual([]);
});

it('shows each client its address and no secret', () => {
  const guides = clientGuides(gatewayAddress('http://127.0.0.1:4000', undefined));
  const text = JSON.stringify(guides);
  expect(text).toContain('--url ws://127.0.0.1:4000 --token <token>');
  expect(text).toContain('OPENAI_BASE_URL=http://127.0.0.1:4000/v1');
  expect(guides).toHaveLength(4);
});

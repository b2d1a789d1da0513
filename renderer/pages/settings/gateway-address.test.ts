import { expect, it } from 'vitest';
import { clientWays } from './client-ways.ts';
import { gatewayAddress } from './gateway-address.ts';

it('is where the page was read, or loopback in the window of the app', () => {
  const reach = {
    port: 18_789,
    addresses: [{ host: '10.0.0.2', kind: 'lan', network: 'eth0', url: 'https://10.0.0.2:18789' }],
  } as const;
  expect(gatewayAddress('http://127.0.0.1:4000', reach)).toEqual({
    http: 'http://127.0.0.1:4000',
    socket: 'ws://127.0.0.1:4000',
    network: ['https://10.0.0.2:18789'],
  });
  expect(gatewayAddress('app://gatehouse', reach).socket).toBe('ws://127.0.0.1:18789');
  expect(gatewayAddress('https://10.0.0.2:18789', reach).network).toEqual([]);
});

it('gives each client its address and no secret', () => {
  const ways = clientWays(gatewayAddress('http://127.0.0.1:4000', undefined));
  const text = JSON.stringify(ways);
  expect(text).toContain('--url ws://127.0.0.1:4000 --token <token>');
  expect(text).toContain('OPENAI_BASE_URL=http://127.0.0.1:4000/v1');
  expect(ways).toHaveLength(4);
});

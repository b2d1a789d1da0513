import { expect, it } from 'vitest';
import type { Connection } from '../connections/connection.ts';
import { WriteLimit } from './write-limit.ts';

// Only these two are looked at.
const from = (address: string, deviceId?: string) => ({ address, deviceId }) as unknown as Connection;

it('lets thirty control-plane writes of a method and client pass in a minute, and says how long to wait', () => {
  let now = 0;
  const limit = new WriteLimit(() => now);
  const phone = from('10.0.0.1', 'phone');
  for (let call = 0; call < 30; call += 1) limit.admit('config.patch', phone);
  now = 20_000;
  expect(() => limit.admit('config.patch', phone)).toThrow(
    expect.objectContaining({
      code: 'UNAVAILABLE',
      extras: {
        retryable: true,
        retryAfterMs: 40_000,
        details: { method: 'config.patch', limit: '30 per 60s' },
      },
    }),
  );
  limit.admit('config.apply', phone);
  limit.admit('config.patch', from('10.0.0.1', 'another'));
  limit.admit('config.get', phone);
  now = 60_001;
  limit.admit('config.patch', phone);
});

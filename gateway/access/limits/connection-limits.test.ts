// Proves: GW-8, GW-13
import { expect, it } from 'vitest';
import { GatewayError } from '#contract/wire/errors.ts';
import { ConnectionLimits } from './connection-limits.ts';

const device = (id: string) => ({ device: id, address: '127.0.0.1' });
const isRefused = (place: unknown): boolean => place instanceof GatewayError;

it('limits the clients of one caller and releases each connection once', () => {
  const limits = new ConnectionLimits(() => ({ perDevice: 2, total: 100 }));
  const first = limits.take(device('a'));
  limits.take(device('a'));
  expect(limits.take(device('a'))).toMatchObject({
    code: 'UNAVAILABLE',
    extras: { retryable: true, details: { code: 'TOO_MANY_CONNECTIONS', scope: 'device', limit: 2 } },
  });
  expect(isRefused(limits.take(device('b')))).toBe(false);
  if (first instanceof GatewayError) throw first;
  first.release();
  first.release();
  expect(isRefused(limits.take(device('a')))).toBe(false);
  expect(isRefused(limits.take(device('a')))).toBe(true);
});

it('reserves the last tenth of all connections for callers that are not connected yet', () => {
  const limits = new ConnectionLimits(() => ({ perDevice: 5, total: 20 }));
  const taken = Array.from({ length: 30 }, () => limits.take({ device: undefined, address: 'greedy' })).filter(
    (place) => !isRefused(place),
  );
  expect(taken).toHaveLength(18);
  expect(isRefused(limits.take(device('new')))).toBe(false);
  expect(isRefused(limits.take(device('new')))).toBe(true);
  expect(isRefused(limits.take(device('newer')))).toBe(false);
  expect(limits.take(device('newest'))).toMatchObject({ extras: { details: { scope: 'gateway', limit: 20 } } });
});

// Proves: N-8
import { expect, it } from 'vitest';
import { cookieName, PreviewAccess } from './preview-access.ts';

const PORT = 4000;

function start() {
  let now = 0;
  const access = new PreviewAccess<string>(() => now);
  const admits = (secret = '') => access.admits(`other=1; ${cookieName(PORT)}=${secret}`, PORT);
  return { access, admits, wait: (ms: number) => void (now += ms) };
}

it('exchanges a ticket once, within a minute', () => {
  const { access, admits, wait } = start();
  const [first, second] = [access.issue('phone'), access.issue('phone')];
  const secret = access.redeem(first);
  expect(admits(secret)).toBe(true);
  expect(admits(first)).toBe(false);
  expect(access.redeem(first)).toBeUndefined();
  expect(access.admits(`${cookieName(PORT + 1)}=${secret}`, PORT)).toBe(false);
  wait(60_001);
  expect(access.redeem(second)).toBeUndefined();
  expect(admits(secret)).toBe(true);
});

it('ends with the access of its client, tickets included', () => {
  const { access, admits } = start();
  const phone = access.redeem(access.issue('phone'));
  const laptop = access.redeem(access.issue('laptop'));
  const unused = access.issue('phone');
  expect(access.revoke((client) => client === 'tablet')).toBe(false);
  expect(access.revoke((client) => client === 'phone')).toBe(true);
  expect([admits(phone), admits(laptop), access.redeem(unused)]).toEqual([false, true, undefined]);
});

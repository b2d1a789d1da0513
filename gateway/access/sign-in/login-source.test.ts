import { expect, it } from 'vitest';
import { loginSource } from './login-source.ts';

it.each([
  [undefined, '127.0.0.1', '127.0.0.1'],
  [undefined, '127.44.3.2', '127.0.0.1'],
  [undefined, '::ffff:127.0.0.9', '127.0.0.1'],
  [undefined, '::1', '127.0.0.1'],
  [undefined, '192.168.1.7', '192.168.1.7'],
  [undefined, '::ffff:192.168.1.7', '192.168.1.7'],
  [undefined, '2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  [undefined, '2001:db8:1:2::9', '2001:db8:1:2::/64'],
  [undefined, 'fe80::1%eth0', 'fe80:0:0:0::/64'],
  [undefined, undefined, 'unknown'],
  ['http://localhost:1', '127.0.0.1', 'http://localhost:1'],
])('counts failures of %s from %s as those of %s', (origin, address, source) => {
  expect(loginSource(origin, address)).toBe(source);
});

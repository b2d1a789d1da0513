import { expect, it } from 'vitest';
import { isUpdateAddress } from './update-address.ts';

it.each([
  ['https://updates.example.org/latest.yml', true],
  ['http://127.0.0.1:8080/latest.yml', true],
  ['http://updates.example.org/latest.yml', false],
  ['http://127.0.0.1.example.org/latest.yml', false],
  ['file:///tmp/latest.yml', false],
])('takes updates from %s: %s', (address, expected) => {
  expect(isUpdateAddress(new URL(address))).toBe(expected);
});

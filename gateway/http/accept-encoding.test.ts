import { expect, it } from 'vitest';
import { acceptedEncodings } from './accept-encoding.ts';

it.each([
  ['gzip, deflate, br, zstd', ['br', 'gzip']],
  ['gzip', ['gzip']],
  ['GZIP;q=0.5, BR', ['br', 'gzip']],
  ['br;q=0, gzip;q=1.0', ['gzip']],
  ['br; q=0.0, *', ['gzip']],
  ['*', ['br', 'gzip']],
  ['*;q=0', []],
  ['identity', []],
  ['brotli, x-gzip', []],
  ['gzip;q=nonsense', []],
  ['', []],
  [undefined, []],
])('of the stored encodings, %j accepts %j', (header, expected) => {
  expect(acceptedEncodings(header)).toEqual(expected);
});

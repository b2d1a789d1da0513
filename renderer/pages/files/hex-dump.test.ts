import { expect, it } from 'vitest';
import { toHexDump } from './hex-dump.ts';

it('shows offset, bytes, and characters', () => {
  const bytes = new Uint8Array([...Array.from({ length: 16 }, (_, index) => index + 0x3a), 0x89, 0x50]);
  expect(toHexDump(bytes).split('\n')).toEqual([
    '00000000  3a 3b 3c 3d 3e 3f 40 41  42 43 44 45 46 47 48 49  :;<=>?@ABCDEFGHI',
    '00000010  89 50                                             .P',
  ]);
});

import { expect, it } from 'vitest';
import { encodeParts } from './encode-parts.ts';

it('encodes text in parts as UTF-8, however many bytes its characters need', () => {
  for (const parts of [
    [],
    [''],
    ['abc', ',', 'def'],
    ['a', 'ü€😀'.repeat(50), 'b'],
    Array.from({ length: 99 }, () => '語'),
  ])
    expect(encodeParts(parts).toString()).toBe(parts.join(''));
});

it('replaces an unpaired surrogate, as a WebSocket frame must be valid UTF-8', () => {
  expect([...encodeParts(['a', '\ud83d', 'b'])]).toEqual([0x61, 0xef, 0xbf, 0xbd, 0x62]);
});

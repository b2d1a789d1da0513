import { expect, it } from 'vitest';
import { cleanName } from './clean-name.ts';

it('escapes what would make a name look like another one', () => {
  expect(cleanName(' iPhone\u202e\n ')).toBe('iPhone\\u{202e}');
  expect(cleanName('a\nb\u200b')).toBe('a\\u{a}b\\u{200b}');
  expect(cleanName('Käthes iPhone 📱')).toBe('Käthes iPhone 📱');
});

it('limits the length, and has no empty names', () => {
  expect(cleanName('😀'.repeat(200))).toBe(`${'😀'.repeat(49)}…`);
  expect([cleanName(undefined), cleanName(' ')]).toEqual([undefined, undefined]);
});

// Proves: GW-12
import { expect, it } from 'vitest';
import { decodeText } from './decode-text.ts';

const text = '{"a":"Grüße 😀"}';
const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le');

it('decodes UTF-8 with and without a byte order mark', () => {
  expect(decodeText(Buffer.from(text))).toBe(text);
  expect(decodeText(Buffer.from(`\ufeff${text}`), 'application/json')).toBe(text);
});

it('decodes UTF-16 by its byte order mark or its charset', () => {
  expect(decodeText(utf16)).toBe(text);
  expect(decodeText(Buffer.from(utf16).swap16(), 'application/json; charset=utf-8')).toBe(text);
  expect(decodeText(Buffer.from(text, 'utf16le'), 'application/json; charset=UTF-16LE')).toBe(text);
});

it('decodes other charsets, and rejects unknown ones', () => {
  expect(decodeText(Buffer.from('Grüße', 'latin1'), 'text/plain;charset="iso-8859-1"')).toBe('Grüße');
  expect(() => decodeText(Buffer.from(text), 'application/json; charset=klingon')).toThrow('charset');
});

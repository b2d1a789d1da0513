import { expect, it } from 'vitest';
import { parseJson5, printJson5 } from './json5.ts';

it.each([
  ["\uFEFF// a\n{ a: 1, /* b */ 'b': [2, 3,], } // c", { a: 1, b: [2, 3] }],
  ['{ a: { a: 1 }, b: [{ a: 2 }, { a: 3 }] }', { a: { a: 1 }, b: [{ a: 2 }, { a: 3 }] }],
  ['[+1, .5, 5., 0x1F, -0x1F, 1e3]', [1, 0.5, 5, 31, -31, 1000]],
  ['[Infinity, -Infinity, +Infinity]', [Infinity, -Infinity, Infinity]],
  ['NaN', Number.NaN],
  [
    String.raw`'it\'s \x41\u0042 \
c'`,
    "it's AB c",
  ],
  [String.raw`{ \u0061b: null, $c_1: true, é: false }`, { ab: null, $c_1: true, é: false }],
])('reads %j', (text, value) => {
  expect(parseJson5(text)).toEqual(value);
});

it('keeps __proto__ a plain key', () => {
  const value = parseJson5("{ __proto__: { x: 1 }, b: { '__proto__': 2 } }");
  expect(Object.entries(value as object)).toEqual([
    ['__proto__', { x: 1 }],
    ['b', expect.anything()],
  ]);
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
});

it.each([
  ['{ a: 1 b: 2 }', 'line 1, column 8'],
  ["{\n  a: 'x',\n  b: ,\n}", 'line 3, column 6'],
  ['{ a: 01 }', 'line 1, column 7'],
  ['{ a: tru }', 'line 1, column 6'],
  ['{\n  a: {', 'line 2, column 6'],
  ['{ a: /* ', 'line 1, column 9'],
  ['{ a: 1 } }', 'line 1, column 10'],
])('rejects %j with the place of the error', (text, place) => {
  expect(() => parseJson5(text)).toThrow(`invalid syntax at ${place}`);
});

it.each([
  ['{ a: 1, a: 2 }', '"a" at line 1, column 9'],
  [
    String.raw`{ x: { 'b c': 1,
  "b\u0020c": 1 } }`,
    '"b c" at line 2, column 3',
  ],
  ['[{ __proto__: 1 }, {\n\n__proto__: 1, "__proto__": 2 }]', '"__proto__" at line 3, column 15'],
])('rejects %j, naming the duplicate key and its place', (text, place) => {
  expect(() => parseJson5(text)).toThrow(`duplicate key ${place}`);
});

it.each([
  ['plain', "'plain'"],
  ["it's", `"it's"`],
  ['say "hi"', `'say "hi"'`],
  [`both ' and "`, String.raw`"both ' and \""`],
  ['\\"\n\u2028', String.raw`'\\"\n\u2028'`],
  [[1, 'a'], "[\n  1,\n  'a',\n]"],
  [{ a: {}, 'b c': [], true: null }, "{\n  a: {},\n  'b c': [],\n  'true': null,\n}"],
])('prints %j so that it reads the same', (value, text) => {
  expect(printJson5(value, '')).toBe(text);
  expect(parseJson5(text)).toEqual(value);
});

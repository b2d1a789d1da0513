import { expect, it } from 'vitest';
import { takeDeclaration } from './take-declaration.ts';

it.each([
  ['braces', 'function a() {\n  return 1;\n}', 'function b() {}'],
  ['braces on lines of their own', 'int a()\n{\n\treturn 1;\n}', 'int b()'],
  ['a signature over several lines', 'function a(\n  x: number,\n): number {\n  return x;\n}', 'const b = 1;'],
  ['indentation', 'def a():\n    x = 1\n\n    return x', 'def b():'],
  ['an end', 'def a\n  1\nend', 'def b'],
  ['one line', 'type A = string;', 'type B = number;'],
])('ends at the end of the declaration: %s', (_, declaration, next) => {
  expect(takeDeclaration(`x = 0\n${declaration}\n${next}\n`, 2)).toBe(declaration);
});

it('is limited in length, and empty after the end of a file that became shorter', () => {
  expect(takeDeclaration(`class A {\n${'  x;\n'.repeat(500)}}`, 1).split('\n')).toHaveLength(80);
  expect(takeDeclaration('a', 9)).toBe('');
});

import { expect, it } from 'vitest';
import { findCode } from './sign-in.ts';

it('extracts only the code of a sign-in link', () => {
  expect(findCode('#code=a%2Bb-1')).toBe('a+b-1');
  for (const fragment of ['', '#', '#code=', '#/sessions?code=x', 'code=x']) expect(findCode(fragment)).toBeUndefined();
});

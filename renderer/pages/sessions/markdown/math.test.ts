import { expect, it } from 'vitest';
import { hasMath } from './math.ts';

it('finds math between double dollar signs and in fences, also within a list', () => {
  for (const text of ['Then $$a + b$$.', '```math\na\n```', '- x\n\n  ~~~ math \n  a\n  ~~~', 'a\r\n```math\r\nb'])
    expect(hasMath(text), text).toBe(true);
  for (const text of ['It costs $5, or $$ 6.', '```mathematica\na\n```', 'a ```math', '```\nmath\n```'])
    expect(hasMath(text), text).toBe(false);
});

it('reads each line once, however many are blank', () => {
  // Hours, if every blank line were the start of another search.
  expect(hasMath(`${' \n'.repeat(2_000_000)}a`)).toBe(false);
  expect(hasMath(`${'```\n'.repeat(2_000_000)}a`)).toBe(false);
});

import { expect, it } from 'vitest';
import { fillTemplate, findVariables } from './fill-template.ts';

it('finds each variable once and leaves other braces alone', () => {
  expect(findVariables('As {role} of {team}, {role}: {"a": 1} {} { role } {Role}')).toEqual(['role', 'team']);
});

it('fills variables, and names those without a value', () => {
  const template = 'You review {language} for {team}.';
  expect(fillTemplate(template, new Map([['language', 'Rust']]))).toEqual({ missing: ['team'] });
  const values = new Map([
    ['language', 'Rust'],
    ['team', ''],
  ]);
  expect(fillTemplate(template, values)).toEqual({ missing: ['team'] });
  expect(fillTemplate(template, values.set('team', 'the {language} team and $1'))).toEqual({
    text: 'You review Rust for the {language} team and $1.',
  });
});

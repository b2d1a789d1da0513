import { expect, it } from 'vitest';
import { askedVariables, keepValues, missingValues } from './persona-values.ts';

const TEMPLATE = 'On {date}, review {language} of {project} for {team}, {team}.';

it('asks for each variable once, but not for those that are filled in automatically', () => {
  expect(askedVariables(TEMPLATE)).toEqual(['language', 'team']);
});

it('keeps only values of variables that the template has', () => {
  expect(keepValues(TEMPLATE, { language: 'Rust', team: '', old: 'x' })).toEqual({ language: 'Rust' });
});

it('names variables with neither a value nor a default', () => {
  const persona = { template: TEMPLATE, defaults: { team: 'us' } };
  expect(missingValues(persona, {})).toEqual(['language']);
  expect(missingValues(persona, { language: 'Rust' })).toEqual([]);
});

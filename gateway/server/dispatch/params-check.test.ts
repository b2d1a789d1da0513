import { Type } from 'typebox';
import { expect, it } from 'vitest';
import { METHODS } from '#contract/methods/registry.ts';
import { checkParams, compileEarly } from './params-check.ts';

it('checks a schema that was compiled early without waiting', async () => {
  const schema = Type.Object({ key: Type.String() });
  await compileEarly([schema]);
  expect(checkParams(schema, { key: 'a' })).toBeUndefined();
  expect(checkParams(schema, { key: 1 })).toBe('at /key: must be string');
});

it('applies to the methods that every client calls', () => {
  const common = Object.entries(METHODS).filter(([, method]) => 'common' in method && method.common);
  expect(common.map(([name]) => name)).toEqual(
    expect.arrayContaining(['chat.send', 'chat.history', 'sessions.list', 'sessions.subscribe', 'sessions.watch']),
  );
});

import { expect, it } from 'vitest';
import { supportedParams } from './options.ts';

const declaration = {
  unsupported: ['worktree', 'labels', { option: 'deleteTranscript', accepts: [true] }],
  ignores: { mentions: 'The text contains the mentioned names.' },
};
const check = (params: unknown) => supportedParams('sessions.example', params, declaration);

it.each([[true], ['x'], [1], [['a']], [{ a: 1 }]])('rejects an unsupported option by name: %j', (value) => {
  expect(() => check({ key: 'a', worktree: value })).toThrow(
    expect.objectContaining({
      message: 'invalid sessions.example params: the option "worktree" is not supported',
      extras: { details: { code: 'UNSUPPORTED_OPTION', option: 'worktree', hint: 'Leave this option out.' } },
    }),
  );
});

it.each([[undefined], [null], [false], [0], [''], [[]], [{}]])('drops one with an empty value: %j', (value) => {
  expect(check({ key: 'a', worktree: value, labels: value })).toEqual({ key: 'a' });
});

it('accepts only the declared values of a limited option', () => {
  expect(check({ deleteTranscript: true })).toEqual({});
  expect(check({ deleteTranscript: null })).toEqual({});
  expect(() => check({ deleteTranscript: false })).toThrow('the option "deleteTranscript" only supports true');
});

it('drops options that have no effect and keeps the other params', () => {
  expect(check({ key: 'a', mentions: ['ada'] })).toEqual({ key: 'a' });
  const params = { key: 'a' };
  expect(check(params)).toBe(params);
  expect(check('text')).toBe('text');
});

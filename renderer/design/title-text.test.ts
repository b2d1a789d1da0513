import { expect, it } from 'vitest';
import { splitTitle } from './title-text.tsx';

it.each([
  ['Fix the login (coder, claude-opus-4-5)', 'Fix the login', '(coder, claude-opus-4-5)'],
  ['Fix the login', 'Fix the login', ''],
  ['Fix (some) logins', 'Fix (some) logins', ''],
  ['(only a remark)', '(only a remark)', ''],
])('keeps a remark at the end of %s', (title, start, end) => {
  expect(splitTitle(title)).toEqual([start, end]);
});

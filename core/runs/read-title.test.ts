// Titles as models write them.
import { describe, expect, it } from 'vitest';
import { readTitle } from './read-title.ts';

describe('readTitle', () => {
  it.each([
    ['Fix the failing date test', 'Fix the failing date test'],
    ['"Fix the date test."', 'Fix the date test'],
    ['Title: **Fix the date test**', 'Fix the date test'],
    ['Titel: „Datumstest reparieren“', 'Datumstest reparieren'],
    ['# Fix the date test\n\nIt fails since yesterday.', 'Fix the date test'],
    ['\n\n  Fix\u202e the\u200b date\u0007 test  \n', 'Fix the date test'],
    ['日付テストを修正する。', '日付テストを修正する'],
    ['Fix the date test that fails since yesterday', 'Fix the date test that fails'],
  ])('reads %j', (answer, title) => {
    expect(readTitle(answer)).toBe(title);
  });

  it.each(['', ' \n ', '""', 'I can help you with that, but first I need to know which test you mean exactly.'])(
    'finds no title in %j',
    (answer) => {
      expect(readTitle(answer)).toBeUndefined();
    },
  );

  it('returns at most 60 characters', () => {
    expect(readTitle('x'.repeat(500))).toHaveLength(60);
  });
});

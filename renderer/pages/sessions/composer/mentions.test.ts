import { expect, it } from 'vitest';
import { findMention, mentionText, rankMentions, replaceMention, type MentionChoice } from './mentions.ts';

const choice = (kind: MentionChoice['kind'], label: string): MentionChoice => ({ kind, id: label, label });

it('finds the mention that ends at the caret, but not an email address or finished text', () => {
  expect(findMention('see @src/a', 10)).toEqual({ start: 4, query: 'src/a' });
  expect(findMention('@', 1)).toEqual({ start: 0, query: '' });
  expect(findMention('(@no', 4)).toEqual({ start: 1, query: 'no' });
  for (const text of ['me@example.org', '@a b', 'no mention']) expect(findMention(text, text.length)).toBeUndefined();
  expect(findMention('@abc', 0)).toBeUndefined();
});

it('lists names that start with the query before files, and fuzzy matches after them', () => {
  const files = [choice('file', 'src/coder.ts')];
  const others = [choice('session', 'Recode it'), choice('agent', 'Coder'), choice('terminal', 'zsh')];
  expect(rankMentions('cod', { files, symbols: [] }, others).map(({ label }) => label)).toEqual([
    'Coder',
    'src/coder.ts',
    'Recode it',
  ]);
  expect(rankMentions('', { files, symbols: [] }, others)[0]?.kind).toBe('file');
});

it('offers a few of each kind, so that no kind hides the others', () => {
  const sessions = Array.from({ length: 40 }, (_, index) => choice('session', `s${index}`));
  const found = rankMentions('', { files: [], symbols: [] }, [...sessions, choice('agent', 'main')]);
  expect(found.filter(({ kind }) => kind === 'session')).toHaveLength(5);
  expect(found.at(-1)?.kind).toBe('agent');
});

it('lists symbols after files, without those of an earlier query', () => {
  const files = [choice('file', 'src/parse.ts')];
  const symbols = [choice('symbol', 'Parser'), choice('symbol', 'plant')];
  const found = rankMentions('par', { files, symbols }, [choice('session', 'Compare')]);
  expect(found.map(({ label }) => label)).toEqual(['src/parse.ts', 'Parser', 'Compare']);
});

it('inserts a path as code, and a name after its @', () => {
  expect(mentionText(choice('file', 'a b.ts'))).toBe('`a b.ts`');
  expect(mentionText(choice('folder', 'src'))).toBe('`src/`');
  expect(mentionText(choice('file', 'odd`name'))).toBe('`` odd`name ``');
  expect(mentionText({ kind: 'symbol', id: 'src/a.ts:12', label: 'parse' })).toBe('`src/a.ts:12`');
  expect(mentionText(choice('agent', 'Coder'))).toBe('@Coder');
});

it('replaces only the mention and puts the caret after it', () => {
  expect(replaceMention('see @sr now', { start: 4, query: 'sr' }, '`src/`')).toEqual({
    text: 'see `src/` now',
    caret: 11,
  });
  expect(replaceMention('@sr', { start: 0, query: 'sr' }, '`src/`')).toEqual({ text: '`src/` ', caret: 7 });
});

it('drops files that were found for an earlier query and no longer match', () => {
  const files = [choice('folder', 'src'), choice('file', 'src/parser/Read-Token.ts')];
  const found = rankMentions('rdtok', { files, symbols: [] }, []);
  expect(found.map(({ label }) => label)).toEqual(['src/parser/Read-Token.ts']);
});

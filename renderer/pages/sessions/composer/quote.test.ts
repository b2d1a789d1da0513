import { expect, it } from 'vitest';
import { toQuote } from './quote.ts';

it('quotes each line, so that code and lists stay inside of the quote', () => {
  expect(toQuote('\n- a\r\n\n```\nb\n```\n')).toBe('> - a\n>\n> ```\n> b\n> ```');
});

it('shortens a very long text', () => {
  expect(toQuote('x'.repeat(20_000))).toHaveLength(8_003);
});

import { expect, it } from 'vitest';
import { quoteOutput } from './quote-output.ts';

it('puts output in a code block without the space that fills the screen', () => {
  expect(quoteOutput('bash', '\n$ ls   \na.ts   \n\n')).toBe('bash:\n```\n$ ls\na.ts\n```\n');
});

it('cannot be ended by backticks in the output', () => {
  expect(quoteOutput('bash', '```\n````')).toBe('bash:\n`````\n```\n````\n`````\n');
});

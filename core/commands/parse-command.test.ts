// Proves: CH-6
import { expect, it } from 'vitest';
import { parseCommand } from './parse-command.ts';

it.each([
  ['/help', 'help', []],
  ['  /help  ', 'help', []],
  ['/model anthropic/x', 'model', ['anthropic/x']],
  ['/deny no, not that', 'deny', ['no,', 'not', 'that']],
  ['/title "two words" three', 'title', ['two words', 'three']],
  ["/title 'it is' \"a 'b' c\"", 'title', ['it is', "a 'b' c"]],
  ['/title a\\ b \\"c', 'title', ['a b', '"c']],
  ['/title ""', 'title', ['']],
  ["/deny that's not it", 'deny', ["that's", 'not', 'it']],
  ['/title x\\', 'title', ['x\\']],
])('parses %j', (text, name, words) => {
  expect(parseCommand(text)).toMatchObject({ name, words });
});

it.each([
  '',
  'help',
  '/',
  '/etc/hosts is what?',
  '/Help',
  '/help\nand more',
  `/${'a'.repeat(21)}`,
  `/help ${'x'.repeat(1000)}`,
])('treats %j as a message', (text) => {
  expect(parseCommand(text)).toBeUndefined();
});

it('keeps the original text of arguments', () => {
  expect(parseCommand('/deny "no"  way ')).toMatchObject({ args: '"no"  way' });
});

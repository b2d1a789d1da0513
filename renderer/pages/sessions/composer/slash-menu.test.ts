import { expect, it } from 'vitest';
import type { CommandChoice } from '../../../state/catalog.ts';
import { completeCommand, matchingCommands } from './slash-menu.ts';

const command = (name: string, acceptsArgs = false): CommandChoice => ({
  name,
  description: name,
  source: 'native',
  scope: 'text',
  acceptsArgs,
});
const all = [command('/compact'), command('model', true), command('usage'), command('new')];

it('lists commands only while a name is typed', () => {
  expect(matchingCommands('/', all)).toHaveLength(4);
  expect(matchingCommands('/mo', all).map((entry) => entry.name)).toEqual(['model']);
  expect(matchingCommands('/E', all).map((entry) => entry.name)).toEqual(['model', 'usage', 'new']);
  for (const text of ['', 'hello /mo', '/model x', '/mo\n']) expect(matchingCommands(text, all)).toEqual([]);
});

it('adds a space after a command that takes an argument', () => {
  expect(completeCommand(command('model', true))).toBe('/model ');
  expect(completeCommand(command('/compact'))).toBe('/compact');
});

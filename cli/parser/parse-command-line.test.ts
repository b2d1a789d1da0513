import { describe, expect, it } from 'vitest';

import { defineCommand, optionsOf } from './command.ts';
import { CommandError, EXIT } from '../output/exit-codes.ts';
import { parseCommandLine } from './parse-command-line.ts';
import { loadAllCommands } from '../registry.ts';

const run = async (): Promise<number> => EXIT.ok;
const rules = defineCommand({
  name: 'rules',
  summary: 'Rules.',
  actions: [
    { name: 'list', summary: 'all', options: { limit: { value: 'n', short: 'l', help: 'so many' } }, run },
    { name: 'show', summary: 'one', operands: [{ name: 'rule' }, { name: 'part', isOptional: true }], run },
    { name: 'words add', summary: 'more', operands: [{ name: 'words', takesRest: true }], run },
    {
      name: 'paint',
      summary: 'it',
      operands: [{ name: 'colour', choices: ['red', 'blue'] }],
      options: { how: { value: 'way', help: 'how', choices: ['thin'] } },
      run,
    },
  ],
});
const exec = defineCommand({
  name: 'exec',
  summary: 'Runs.',
  actions: [
    {
      name: '',
      summary: 'it',
      operands: [{ name: 'command', takesRest: true }],
      options: { agent: { value: 'id', help: 'whose' } },
      isVerbatim: true,
      run,
    },
  ],
});

function parsed(command: typeof rules, ...words: readonly string[]) {
  const { action, options, operands } = parseCommandLine(command, words);
  return [action.name, { ...options }, operands];
}

function refusal(...words: readonly string[]): string {
  try {
    parseCommandLine(rules, words);
  } catch (error) {
    expect(error).toMatchObject({ exitCode: EXIT.usage });
    return error instanceof CommandError ? error.message : '';
  }
  return 'taken';
}

describe('a command line', () => {
  it('is the first action when it names none', () => {
    expect(parsed(rules)).toEqual(['list', {}, []]);
    expect(parsed(rules, '-l', '5', '--json')).toEqual(['list', { limit: '5', json: true }, []]);
  });

  it('names actions of one word and of two, anywhere among its options', () => {
    expect(parsed(rules, '--json', 'show', 'a', 'b')).toEqual(['show', { json: true }, ['a', 'b']]);
    expect(parsed(rules, 'words', 'add', 'x', 'y', 'z')).toEqual(['words add', {}, ['x', 'y', 'z']]);
    expect(parsed(rules, 'words', 'add', '--', '--x')).toEqual(['words add', {}, ['--x']]);
  });

  it('is refused with what would be right', () => {
    expect(refusal('dance')).toContain('It can: list, show, words add, paint');
    expect(refusal('show')).toContain('gatehouse rules show <rule> [<part>]');
    expect(refusal('show', 'a', 'b', 'c')).toContain('gatehouse rules show');
    expect(refusal('show', 'a', '--limit', '5')).toContain('--limit does not belong to "rules show"');
    expect(refusal('paint', 'green')).toContain('red, blue');
    expect(refusal('paint', 'red', '--how', 'thick')).toContain('thin');
    expect(refusal('list', '--dance')).toContain('--dance');
  });

  it('that hands over a command hands its options over too', () => {
    expect(parsed(exec, '--agent', 'a', 'ls', '-l', '--json', '--', 'x')).toEqual([
      '',
      { agent: 'a' },
      ['ls', '-l', '--json', '--', 'x'],
    ]);
    expect(parsed(exec, '--', '-x')).toEqual(['', {}, ['-x']]);
  });
});

describe('the commands', () => {
  it('give an option one kind in all their actions, and no two the same letter', async () => {
    for (const command of await loadAllCommands()) {
      const kinds = new Map<string, boolean>();
      for (const action of command.actions) {
        const options = Object.entries(optionsOf(command, action));
        const letters = options.flatMap(([, { short }]) => short ?? []);
        expect(new Set(letters).size, command.name).toBe(letters.length);
        for (const [name, { value }] of options) {
          expect(kinds.get(name) ?? value !== undefined, `${command.name} --${name}`).toBe(value !== undefined);
          kinds.set(name, value !== undefined);
        }
      }
    }
  });

  it('take their secrets from nowhere that others see, but start, which says so', async () => {
    const secret = /token|password|key|secret|code/;
    const asked = (await loadAllCommands()).flatMap(({ name, actions }) =>
      actions.flatMap(({ options = {} }) =>
        Object.entries(options).flatMap(([option, { value }]) =>
          value !== undefined && secret.test(option) ? `${name} --${option}` : [],
        ),
      ),
    );
    expect(asked).toEqual(['start --token']);
  });
});

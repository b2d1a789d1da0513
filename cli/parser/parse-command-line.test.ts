import { describe, expect, it } from 'vitest';

import { CommandError, EXIT } from '../output/exit-codes.ts';
import { loadAllCommands } from '../registry.ts';
import { defineCommand, getOptions } from './command.ts';
import { parseCommandLine } from './parse-command-line.ts';

const run = async (): Promise<number> => EXIT.ok;
const rules = defineCommand({
  name: 'rules',
  summary: 'Manage rules',
  examples: [],
  subcommands: [
    { name: 'list', summary: 'List', options: { limit: { value: 'n', short: 'l', help: 'Limit' } }, run },
    { name: 'show', summary: 'Show', args: [{ name: 'rule' }, { name: 'part', isOptional: true }], run },
    { name: 'words add', summary: 'Add', args: [{ name: 'words', isVariadic: true }], run },
    {
      name: 'tag',
      summary: 'Tag',
      args: [{ name: 'color', choices: ['red', 'blue'] }],
      options: { style: { value: 'style', help: 'Style', choices: ['thin'] } },
      run,
    },
  ],
});
const exec = defineCommand({
  name: 'exec',
  summary: 'Execute a command',
  examples: [],
  args: [{ name: 'command', isVariadic: true }],
  options: { agent: { value: 'id', help: 'Agent' } },
  passesThrough: true,
  run,
});

function parsed(command: typeof rules, ...words: readonly string[]) {
  const result = parseCommandLine(command, words);
  if ('help' in result) return ['help', result.subcommand?.name];
  return [result.subcommand.name, { ...result.options }, result.args];
}

/** Message and hint of the usage error. */
function usageError(...words: readonly string[]): string {
  try {
    parseCommandLine(rules, words);
  } catch (error) {
    expect(error).toMatchObject({ exitCode: EXIT.usage });
    return error instanceof CommandError ? `${error.message}\n${error.hint ?? ''}`.trimEnd() : '';
  }
  return 'accepted';
}

describe('parseCommandLine', () => {
  it('runs the first subcommand when none is named', () => {
    expect(parsed(rules)).toEqual(['list', {}, []]);
    expect(parsed(rules, '-l', '5', '--json')).toEqual(['list', { limit: '5', json: true }, []]);
  });

  it('accepts subcommands of one or two words, anywhere among the options', () => {
    expect(parsed(rules, '--json', 'show', 'a', 'b')).toEqual(['show', { json: true }, ['a', 'b']]);
    expect(parsed(rules, 'words', 'add', 'x', 'y', 'z')).toEqual(['words add', {}, ['x', 'y', 'z']]);
    expect(parsed(rules, 'words', 'add', '--', '--x')).toEqual(['words add', {}, ['--x']]);
  });

  it('returns the help of the command or of one subcommand', () => {
    expect(parsed(rules, '--help')).toEqual(['help', undefined]);
    expect(parsed(rules, 'show', '-h')).toEqual(['help', 'show']);
  });

  it('rejects unknown subcommands and options with a suggestion', () => {
    expect(usageError('sohw')).toBe(
      'unknown subcommand "sohw". Did you mean "show"?\nAvailable subcommands of "gatehouse rules": list, show, words add, tag',
    );
    expect(usageError('list', '--limt', '5')).toBe('unknown option "--limt". Did you mean "--limit"?');
    expect(usageError('list', '-x')).toBe('unknown option "-x"');
  });

  it('rejects a wrong number of arguments with the usage', () => {
    const usage = 'Usage: gatehouse rules show <rule> [<part>]';
    expect(usageError('show')).toBe(`missing argument <rule>\n${usage}`);
    expect(usageError('show', 'a', 'b', 'c')).toBe(`unexpected argument "c"\n${usage}`);
    expect(usageError('show', 'a', '--limit', '5')).toContain('unknown option "--limit" for "gatehouse rules show"');
  });

  it('rejects option values that are missing, unexpected, or not among the choices', () => {
    expect(usageError('list', '--limit')).toBe('option "--limit" requires a value');
    expect(usageError('list', '--limit', '--json')).toBe('option "--limit" requires a value');
    expect(usageError('list', '--json=1')).toBe('option "--json" doesn\'t take a value');
    expect(usageError('tag', 'green')).toBe('invalid value "green" for <color>\nChoose from: red, blue');
    expect(usageError('tag', 'red', '--style', 'bold')).toBe('invalid value "bold" for --style\nChoose from: thin');
  });

  it('passes options after the first argument through to a command', () => {
    expect(parsed(exec, '--agent', 'a', 'ls', '-l', '--json', '--', 'x')).toEqual([
      '',
      { agent: 'a' },
      ['ls', '-l', '--json', '--', 'x'],
    ]);
    expect(parsed(exec, '--', '-x')).toEqual(['', {}, ['-x']]);
  });
});

describe('command declarations', () => {
  it('use an option with the same kind of value in all subcommands, and each short option once', async () => {
    for (const command of await loadAllCommands()) {
      const kinds = new Map<string, boolean>();
      for (const subcommand of command.subcommands) {
        const options = Object.entries(getOptions(command, [subcommand]));
        const letters = options.flatMap(([, { short }]) => short ?? []);
        expect(new Set(letters).size, command.name).toBe(letters.length);
        for (const [name, { value }] of options) {
          expect(kinds.get(name) ?? value !== undefined, `${command.name} --${name}`).toBe(value !== undefined);
          kinds.set(name, value !== undefined);
        }
      }
    }
  });

  it('have examples that parse', async () => {
    for (const command of await loadAllCommands()) {
      expect(command.examples.length, command.name).toBeGreaterThan(0);
      for (const example of command.examples) {
        const [commandLine = ''] = example.split(/ [<>]/);
        const [program, name, ...words] = shellWords(commandLine);
        expect([program, name]).toEqual(['gatehouse', command.name]);
        expect(() => parseCommandLine(command, words), example).not.toThrow();
      }
    }
  });

  it('write summaries and option texts as capitalized phrases without a period', async () => {
    const texts = (await loadAllCommands()).flatMap((command) => [
      command.summary,
      ...command.subcommands.flatMap((subcommand) => [
        subcommand.summary,
        ...Object.values(getOptions(command, [subcommand])).map(({ help }) => help),
      ]),
    ]);
    expect(texts.filter((text) => !/^[A-Z].*[^.]$/.test(text))).toEqual([]);
  });

  it('take no secret as an option value, except the documented start --token', async () => {
    // A number of tokens is none, and neither is the name of a file.
    const secret = /token(?!s)|password|key|secret|code/;
    const options = (await loadAllCommands()).flatMap(({ name, subcommands }) =>
      subcommands.flatMap((subcommand) =>
        Object.entries(subcommand.options ?? {}).flatMap(([option, { value }]) =>
          value !== undefined && secret.test(option) && !option.endsWith('-file') ? `${name} --${option}` : [],
        ),
      ),
    );
    expect(options).toEqual(['start --token']);
  });
});

/** Words of an example, with single and double quotes. */
function shellWords(line: string): readonly string[] {
  return (line.match(/"[^"]*"|'[^']*'|\S+/g) ?? []).map((word) => word.replaceAll(/^["']|["']$/g, ''));
}

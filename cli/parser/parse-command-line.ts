// Parses a command line by the command's declaration into a subcommand with options and arguments.
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';

import { CommandError, EXIT } from '../output/exit-codes.ts';
import { optionsOf, type Command, type OptionDeclaration, type OptionValues, type Subcommand } from './command.ts';
import { didYouMean } from './did-you-mean.ts';
import { titleOf, usageOf } from './help.ts';

/** A valid command line. */
export interface ParsedLine {
  readonly subcommand: Subcommand;
  readonly options: OptionValues;
  readonly args: readonly string[];
}

/** A request for a help page; without `subcommand` that of the whole command. */
export interface HelpRequest {
  readonly help: true;
  readonly subcommand: Subcommand | undefined;
}

type Options = Readonly<Record<string, OptionDeclaration>>;

/** Parses the words after the command's name. @throws {CommandError} with the correct usage as its hint */
export function parseCommandLine(command: Command, words: readonly string[]): ParsedLine | HelpRequest {
  const declared: Options = Object.assign({}, ...command.subcommands.map((one) => optionsOf(command, one)));
  const { values, positionals } = parse(command, words, declared);
  const { subcommand = command.subcommands[0], args, isNamed } = findSubcommand(command, positionals);
  if (values['help'] === true) return { help: true, subcommand: isNamed ? subcommand : undefined };
  checkOptions(command, subcommand, values);
  checkArguments(command, subcommand, args);
  return { subcommand, options: values, args };
}

interface Found {
  readonly subcommand?: Subcommand;
  readonly isNamed: boolean;
  readonly args: readonly string[];
}

function findSubcommand({ name: commandName, subcommands }: Command, words: readonly string[]): Found {
  for (const count of [2, 1]) {
    const name = words.slice(0, count).join(' ');
    const subcommand = words.length >= count ? subcommands.find((candidate) => candidate.name === name) : undefined;
    if (subcommand !== undefined) return { subcommand, isNamed: true, args: words.slice(count) };
  }
  const [first] = words;
  if (first === undefined || subcommands[0].name === '') return { isNamed: false, args: words };
  const names = subcommands.map(({ name }) => name);
  throw new CommandError(EXIT.usage, `unknown subcommand "${first}"${didYouMean(first, names)}`, {
    hint: `Available subcommands of "gatehouse ${commandName}": ${names.join(', ')}`,
  });
}

interface Words {
  readonly values: OptionValues;
  readonly positionals: readonly string[];
}

function parse(command: Command, words: readonly string[], declared: Options): Words {
  const options = parserOptions(declared);
  const { tokens } = parseArgs({ args: [...words], options, allowPositionals: true, strict: false, tokens: true });
  const passesThrough = command.subcommands.some((subcommand) => subcommand.passesThrough === true);
  const end = passesThrough ? tokens.find(({ kind }) => kind !== 'option')?.index : undefined;
  const values: Record<string, string | boolean> = {};
  const positionals: string[] = [];
  for (const token of tokens.filter(({ index }) => end === undefined || index < end)) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind === 'option') values[token.name] = optionValue(token, declared);
  }
  const rest = end === undefined ? [] : words.slice(end).filter((word, index) => index > 0 || word !== '--');
  return { values, positionals: [...positionals, ...rest] };
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

function optionValue({ name, rawName, value, inlineValue }: OptionToken, declared: Options): string | boolean {
  const option = Object.hasOwn(declared, name) ? declared[name] : undefined;
  if (option === undefined) {
    const names = Object.keys(declared).map((one) => `--${one}`);
    throw new CommandError(EXIT.usage, `unknown option "${rawName}"${didYouMean(rawName, names)}`);
  }
  if (option.value === undefined) {
    if (value === undefined) return true;
    throw new CommandError(EXIT.usage, `option "${rawName}" doesn't take a value`);
  }
  const isOption = inlineValue !== true && value !== undefined && value.length > 1 && value.startsWith('-');
  if (value === undefined || isOption) throw new CommandError(EXIT.usage, `option "${rawName}" requires a value`);
  return value;
}

function parserOptions(declared: Options): ParseArgsOptionsConfig {
  return Object.fromEntries(
    Object.entries(declared).map(([name, { value, short }]) => [
      name,
      {
        type: value === undefined ? ('boolean' as const) : ('string' as const),
        ...(short === undefined ? {} : { short }),
      },
    ]),
  );
}

function checkOptions(command: Command, subcommand: Subcommand, values: OptionValues): void {
  const declared = optionsOf(command, subcommand);
  for (const [name, value] of Object.entries(values)) {
    const option = declared[name];
    if (option === undefined)
      throw new CommandError(EXIT.usage, `unknown option "--${name}" for "${titleOf(command, subcommand)}"`, {
        hint: `Usage: ${usageOf(command, subcommand)}`,
      });
    checkChoice(`--${name}`, String(value), option.choices);
  }
}

function checkArguments(command: Command, subcommand: Subcommand, args: readonly string[]): void {
  const declared = subcommand.args ?? [];
  const missing = declared.find(({ isOptional }, index) => isOptional !== true && args[index] === undefined);
  const isTooMany = args.length > declared.length && declared.at(-1)?.isVariadic !== true;
  if (missing !== undefined || isTooMany)
    throw new CommandError(
      EXIT.usage,
      missing === undefined
        ? `unexpected argument "${args[declared.length] ?? ''}"`
        : `missing argument <${missing.name}>`,
      { hint: `Usage: ${usageOf(command, subcommand)}` },
    );
  declared.forEach(({ name, choices }, index) => checkChoice(`<${name}>`, args[index], choices));
}

function checkChoice(title: string, value: string | undefined, choices: readonly string[] | undefined): void {
  if (value === undefined || choices === undefined || choices.includes(value)) return;
  throw new CommandError(EXIT.usage, `invalid value "${value}" for ${title}`, {
    hint: `Choose from: ${choices.join(', ')}`,
  });
}

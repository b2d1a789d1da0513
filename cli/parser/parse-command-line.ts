// Parses a command line by the command's declaration into a subcommand with options and arguments.
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';

import { defined } from '#contract/types/defined.ts';

import { CommandError, EXIT } from '../output/exit-codes.ts';
import {
  getNameLength,
  findSubcommand,
  getOptions,
  listOption,
  type Command,
  type OptionDeclarations,
  type OptionValues,
  type Subcommand,
} from './command.ts';
import { didYouMean } from './did-you-mean.ts';
import { formatTitle, formatUsage } from './help.ts';

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

/** Parses the words after the command's name. @throws {CommandError} with the correct usage as its hint */
export function parseCommandLine(command: Command, words: readonly string[]): ParsedLine | HelpRequest {
  const { values, positionals } = parse(command, words, getOptions(command));
  const named = findSubcommand(command, positionals);
  if (named === undefined && positionals[0] !== undefined) throw unknownSubcommand(command, positionals[0]);
  if (values['help'] === true) return { help: true, subcommand: named?.name === '' ? undefined : named };
  const subcommand = named ?? command.subcommands[0];
  const args = positionals.slice(getNameLength(subcommand));
  checkOptions(command, subcommand, values);
  checkArguments(command, subcommand, args);
  return { subcommand, options: values, args };
}

function unknownSubcommand({ name: commandName, subcommands }: Command, typed: string): CommandError {
  const names = subcommands.map(({ name }) => name);
  return new CommandError(EXIT.usage, `unknown subcommand "${typed}"${didYouMean(typed, names)}`, {
    hint: `Available subcommands of "gatehouse ${commandName}": ${names.join(', ')}`,
  });
}

interface Words {
  readonly values: OptionValues;
  readonly positionals: readonly string[];
}

function parse(command: Command, words: readonly string[], declared: OptionDeclarations): Words {
  const options = parserOptions(declared);
  const { tokens } = parseArgs({ args: [...words], options, allowPositionals: true, strict: false, tokens: true });
  const passesThrough = command.subcommands.some((subcommand) => subcommand.passesThrough === true);
  const end = passesThrough ? tokens.find(({ kind }) => kind !== 'option')?.index : undefined;
  const values: Record<string, string | boolean | readonly string[]> = {};
  const positionals: string[] = [];
  for (const token of tokens.filter(({ index }) => end === undefined || index < end)) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const value = optionValue(token, declared);
    const isRepeatable = declared[token.name]?.isRepeatable === true && typeof value === 'string';
    values[token.name] = isRepeatable ? [...listOption({ options: values }, token.name), value] : value;
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

function optionValue(
  { name, rawName, value, inlineValue }: OptionToken,
  declared: OptionDeclarations,
): string | boolean {
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

function parserOptions(declared: OptionDeclarations): ParseArgsOptionsConfig {
  return Object.fromEntries(
    Object.entries(declared).map(([name, { value, short }]) => [
      name,
      { type: value === undefined ? ('boolean' as const) : ('string' as const), ...defined({ short }) },
    ]),
  );
}

function checkOptions(command: Command, subcommand: Subcommand, values: OptionValues): void {
  const declared: OptionDeclarations = getOptions(command, [subcommand]);
  for (const [name, value] of Object.entries(values)) {
    const option = declared[name];
    if (option === undefined)
      throw new CommandError(EXIT.usage, `unknown option "--${name}" for "${formatTitle(command, subcommand)}"`, {
        hint: `Usage: ${formatUsage(command, subcommand)}`,
      });
    if (typeof value !== 'object') checkChoice(`--${name}`, String(value), option.choices);
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
      { hint: `Usage: ${formatUsage(command, subcommand)}` },
    );
  declared.forEach(({ name, choices }, index) => checkChoice(`<${name}>`, args[index], choices));
}

function checkChoice(title: string, value: string | undefined, choices: readonly string[] | undefined): void {
  if (value === undefined || choices === undefined || choices.includes(value)) return;
  throw new CommandError(EXIT.usage, `invalid value "${value}" for ${title}`, {
    hint: `Choose from: ${choices.join(', ')}`,
  });
}

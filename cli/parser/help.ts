// Help pages, derived from the command declarations.
import type { VariableGroup } from '../environment-variables.ts';
import { EXIT, EXIT_MEANINGS } from '../output/exit-codes.ts';
import {
  COMMON_OPTIONS,
  GATEWAY_OPTIONS,
  globalOptions,
  type Command,
  type OptionDeclaration,
  type Subcommand,
} from './command.ts';

type Rows = readonly (readonly [string, string])[];

/** `gatehouse --help` */
export function generalHelp(commands: readonly Command[], variables: readonly VariableGroup[]): string {
  return page(
    'Run and manage AI agents from the command line.',
    'Usage: gatehouse <command> [options]',
    section(
      'Commands',
      commands.map(({ name, summary }) => [name, summary]),
    ),
    section('Global options', optionRows({ ...GATEWAY_OPTIONS, ...COMMON_OPTIONS })),
    ...variables.map(({ title, rows }) => section(title, rows)),
    section('Exit codes', exitRows()),
    'Run "gatehouse <command> --help" for more information about a command.',
  );
}

/** `gatehouse <command> --help`, or `gatehouse <command> <subcommand> --help`. */
export function commandHelp(command: Command, chosen?: Subcommand): string {
  const { name, summary, description, subcommands, examples } = command;
  const subcommand = chosen ?? (subcommands.length === 1 ? subcommands[0] : undefined);
  const usage = subcommand === undefined ? `gatehouse ${name} <command> [options]` : formatUsage(command, subcommand);
  const own = examples.filter((line) => chosen === undefined || line.startsWith(formatTitle(command, chosen)));
  return page(
    chosen?.summary ?? summary,
    chosen === undefined ? description : undefined,
    `Usage: ${usage}`,
    subcommand === undefined
      ? section('Commands', subcommands.map(subcommandRow))
      : section('Options', optionRows(subcommand.options ?? {})),
    section('Global options', optionRows(globalOptions(command))),
    own.length === 0 ? undefined : ['Examples:', ...own.map((line) => `  $ ${line}`)].join('\n'),
    subcommand === undefined
      ? `Run "gatehouse ${name} <command> --help" for more information about a command.`
      : undefined,
  );
}

/** `gatehouse sessions show <session> [options]` */
export function formatUsage(command: Command, subcommand: Subcommand): string {
  const options = Object.keys(subcommand.options ?? {}).length > 0 ? ['[options]'] : [];
  const args = argumentTitles(subcommand);
  // Options come first where the rest is passed through.
  const words = subcommand.passesThrough === true ? [...options, ...args] : [...args, ...options];
  return [formatTitle(command, subcommand), ...words].join(' ');
}

/** `gatehouse sessions show` */
export function formatTitle(command: Command, subcommand: Subcommand): string {
  return `gatehouse ${command.name} ${subcommand.name}`.trim();
}

/** `--limit <n>`, with its short form. */
export function optionTitle(name: string, { value, short }: OptionDeclaration): string {
  const long = value === undefined ? `--${name}` : `--${name} <${value}>`;
  return short === undefined ? long : `-${short}, ${long}`;
}

/** An option's help text with its choices. */
export function optionText({ help, choices }: OptionDeclaration): string {
  return choices === undefined ? help : `${help}: ${choices.join(', ')}`;
}

/** Number and meaning of each exit code. */
export function exitRows(): Rows {
  return Object.entries(EXIT).map(([name, code]) => [
    String(code),
    // `name` is a key of EXIT, and so of its meanings.
    `${name}: ${EXIT_MEANINGS[name as keyof typeof EXIT]}`,
  ]);
}

function subcommandRow(subcommand: Subcommand, index: number): readonly [string, string] {
  const title = [subcommand.name, ...argumentTitles(subcommand)].join(' ');
  return [title, index === 0 ? `${subcommand.summary} (default)` : subcommand.summary];
}

function argumentTitles({ args = [] }: Subcommand): readonly string[] {
  return args.map(({ name, isOptional, isVariadic }) => {
    const word = `<${name}>${isVariadic === true ? '...' : ''}`;
    return isOptional === true ? `[${word}]` : word;
  });
}

function optionRows(options: Readonly<Record<string, OptionDeclaration>>): Rows {
  return Object.entries(options).map(([name, option]) => [optionTitle(name, option), optionText(option)]);
}

function section(title: string, rows: Rows): string | undefined {
  if (rows.length === 0) return undefined;
  const width = Math.max(...rows.map(([first]) => first.length));
  return [`${title}:`, ...rows.map(([first, second]) => `  ${first.padEnd(width)}  ${second}`)].join('\n');
}

function page(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join('\n\n');
}

// What a command of `gatehouse` is: a declaration from which parsing, help, completion and docs/cli.md derive.
import type { Environment } from '#host/shell-settings.ts';

import { CommandError, EXIT, type ExitCode } from '../output/exit-codes.ts';
import type { Input } from '../terminal/input.ts';
import type { Output } from '../output/output.ts';

/** Things of the gateway whose names the shell completes. */
export type IdKind =
  | 'session'
  | 'agent'
  | 'model'
  | 'device'
  | 'pairing'
  | 'approval'
  | 'proof'
  | 'rule'
  | 'job'
  | 'method';

/** An option. Without `value` it is a flag. */
export interface OptionDeclaration {
  /** What stands for its value in the help. */
  readonly value?: string;
  readonly short?: string;
  readonly help: string;
  readonly choices?: readonly string[];
  readonly ids?: IdKind;
}

/** A word after the command's name. */
export interface OperandDeclaration {
  readonly name: string;
  readonly isOptional?: true;
  /** It takes all words that follow. */
  readonly takesRest?: true;
  readonly choices?: readonly string[];
  readonly ids?: IdKind;
}

/** One thing that a command does. */
export interface Action {
  /** One word, or two (`rules add`); empty when the command does one thing only. */
  readonly name: string;
  readonly summary: string;
  readonly operands?: readonly OperandDeclaration[];
  readonly options?: Readonly<Record<string, OptionDeclaration>>;
  /** From the first operand on, everything is handed over as it stands, options too. */
  readonly isVerbatim?: true;
  readonly run: (context: CommandContext) => Promise<ExitCode>;
}

/** A command: one file in commands/, one line in registry.ts. Its first action is meant when none is named. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly actions: readonly Action[];
  /** It asks no gateway, so `--url` makes no sense. */
  readonly isLocal?: true;
}

/** Values of the options on the command line, by long name. */
export type OptionValues = Readonly<Record<string, string | boolean | undefined>>;

/** What a command works with. */
export interface CommandContext {
  readonly options: OptionValues;
  readonly operands: readonly string[];
  readonly environment: Environment;
  /** Folder of the built pages. */
  readonly pages: string;
  readonly input: Input;
  readonly output: Output;
}

/** Options that every command understands. */
export const COMMON_OPTIONS: Readonly<Record<string, OptionDeclaration>> = {
  home: { value: 'folder', help: 'home folder (default: GATEHOUSE_HOME or ~/.gatehouse)' },
  json: { help: 'print the result as JSON; what goes on prints one object per line' },
  'no-color': { help: 'no colours; NO_COLOR does the same' },
  help: { short: 'h', help: 'explain the command' },
};

/** Options of the commands that ask a gateway. */
export const GATEWAY_OPTIONS: Readonly<Record<string, OptionDeclaration>> = {
  url: { value: 'address', help: 'which gateway (default: GATEHOUSE_URL, the one of "auth login", or this machine’s)' },
};

/** All options of one action of a command. */
export function optionsOf(command: Command, action: Action): Readonly<Record<string, OptionDeclaration>> {
  return { ...action.options, ...(command.isLocal === true ? {} : GATEWAY_OPTIONS), ...COMMON_OPTIONS };
}

/** Checks a command's type without widening it. */
export function defineCommand(command: Command): Command {
  return command;
}

/** The value of a text option. */
export function textOption({ options }: Pick<CommandContext, 'options'>, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
}

/** The value of an option that is a whole number of at least 1. @throws {CommandError} */
export function countOption(context: Pick<CommandContext, 'options'>, name: string, preset: number): number {
  const text = textOption(context, name);
  if (text === undefined) return preset;
  const count = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (count >= 1) return count;
  throw new CommandError(EXIT.usage, `--${name} is a number from 1 on, not "${text}"`);
}

/** Whether a flag is set. */
export function hasFlag({ options }: Pick<CommandContext, 'options'>, name: string): boolean {
  return options[name] === true;
}

/** An operand that the declaration requires, so the parser saw to it that it is there. */
export function operand({ operands }: Pick<CommandContext, 'operands'>, index: number): string {
  return operands[index] ?? '';
}

/** `{[name]: value}` when the option is given, else nothing: for params that leave out what was not said. */
export function given<N extends string>(
  context: Pick<CommandContext, 'options'>,
  option: string,
  name: N,
): Partial<Record<N, string>> {
  const value = textOption(context, option);
  // The one key is `name`.
  return value === undefined ? {} : ({ [name]: value } as Record<N, string>);
}

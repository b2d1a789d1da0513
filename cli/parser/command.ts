// Command declarations. Parsing, help, completion and docs/cli.md are derived from them.
import { defined } from '#contract/types/defined.ts';
import type { Environment } from '#adapters/configuration/substitution.ts';

import { CommandError, EXIT, type ExitCode } from '../output/exit-codes.ts';
import type { Output } from '../output/output.ts';
import type { Input } from '../terminal/input.ts';

/** Resources whose IDs the shell completes by asking the gateway. */
export type ResourceKind =
  | 'session'
  | 'agent'
  | 'model'
  | 'device'
  | 'pairing request'
  | 'approval'
  | 'proof'
  | 'rule'
  | 'schedule'
  | 'project'
  | 'method'
  | 'slash command';

/** An option. Without `value` it is a flag. */
export interface OptionDeclaration {
  /** Placeholder for the value in help texts. */
  readonly value?: string;
  readonly short?: string;
  readonly help: string;
  readonly choices?: readonly string[];
  readonly completes?: ResourceKind;
  /** Can be passed several times. Without it, the last one counts. */
  readonly isRepeatable?: true;
}

/** Options by long name. */
export type OptionDeclarations = Readonly<Record<string, OptionDeclaration>>;

/** A positional argument. */
export interface ArgumentDeclaration {
  readonly name: string;
  readonly isOptional?: true;
  /** Takes all remaining arguments. */
  readonly isVariadic?: true;
  readonly choices?: readonly string[];
  readonly completes?: ResourceKind;
}

/** Arguments and options of a subcommand, and the function that runs it. */
interface Invocation {
  readonly args?: readonly ArgumentDeclaration[];
  readonly options?: OptionDeclarations;
  /** Everything from the first argument on is passed through unparsed, options included. */
  readonly passesThrough?: true;
  /** Returns the exit code if it isn't `EXIT.ok`. */
  readonly run: (context: CommandContext) => Promise<ExitCode | void>;
}

/** One verb of a command, such as `list` in `sessions list`. */
export interface Subcommand extends Invocation {
  /** One word or two (`rules add`); empty when the command has no subcommands. */
  readonly name: string;
  readonly summary: string;
}

interface CommandDescription {
  readonly name: string;
  readonly summary: string;
  /** Further sentences for the help page. */
  readonly description?: string;
  /** Command lines as a user types them. */
  readonly examples: readonly string[];
  /** The command doesn't connect to a gateway, so it has no `--url`. */
  readonly isLocal?: true;
}

/** A command: one file in commands/, one line in registry.ts. The first subcommand is the default. */
export interface Command extends CommandDescription {
  readonly subcommands: readonly [Subcommand, ...Subcommand[]];
}

/** Option values from the command line, by long name. */
export type OptionValues = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** Input and output of a running command. */
export interface CommandContext {
  readonly options: OptionValues;
  readonly args: readonly string[];
  readonly environment: Environment;
  /** Folder of the built web app. */
  readonly pages: string;
  readonly input: Input;
  readonly output: Output;
}

/** Options of every command. */
export const COMMON_OPTIONS: OptionDeclarations = {
  home: { value: 'dir', help: 'Home folder (default: $GATEHOUSE_HOME or ~/.gatehouse)' },
  json: { help: 'Print the result as JSON; streaming commands print one object per line' },
  'no-color': { help: 'Disable colors, like NO_COLOR' },
  help: { short: 'h', help: 'Show help' },
};

/** Options of commands that connect to a gateway. */
export const GATEWAY_OPTIONS: OptionDeclarations = {
  url: {
    value: 'url',
    help: 'Gateway to connect to (default: $GATEHOUSE_URL, the one you signed in to, or the local gateway)',
  },
};

/** Options shared by all subcommands of a command. */
export function globalOptions({ isLocal }: Command): OptionDeclarations {
  return isLocal === true ? COMMON_OPTIONS : { ...GATEWAY_OPTIONS, ...COMMON_OPTIONS };
}

/** All options of a command, or of one of its subcommands. */
export function getOptions(command: Command, subcommands: readonly Subcommand[] = command.subcommands) {
  const own: OptionDeclarations = Object.assign({}, ...subcommands.map(({ options }) => options));
  return { ...own, ...globalOptions(command) };
}

/** The subcommand that `words` start with; for a command without subcommands, its only one. */
export function findSubcommand({ subcommands }: Command, words: readonly string[]): Subcommand | undefined {
  return subcommands.find(({ name }) => `${words.join(' ')} `.startsWith(name === '' ? '' : `${name} `));
}

/** Number of words in a subcommand's name. */
export function getNameLength({ name }: Subcommand): number {
  return name === '' ? 0 : name.split(' ').length;
}

/** Declares a command, with either subcommands or a `run` function. */
export function defineCommand(declaration: Command | (CommandDescription & Invocation)): Command {
  if ('subcommands' in declaration) return declaration;
  const { name, summary, description, examples, isLocal, ...invocation } = declaration;
  return {
    name,
    summary,
    examples,
    ...defined({ description, isLocal }),
    subcommands: [{ name: '', summary, ...invocation }],
  };
}

/** The value of a text option. */
export function textOption({ options }: Pick<CommandContext, 'options'>, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
}

/** The values of a repeatable option. */
export function listOption({ options }: Pick<CommandContext, 'options'>, name: string): readonly string[] {
  const value = options[name];
  return typeof value === 'object' ? value : [];
}

/** The value of an option that must be a positive integer. @throws {CommandError} */
export function countOption(context: Pick<CommandContext, 'options'>, name: string, preset: number): number {
  const text = textOption(context, name);
  if (text === undefined) return preset;
  const count = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (count >= 1) return count;
  throw new CommandError(EXIT.usage, `invalid value "${text}" for --${name}: must be an integer of at least 1`);
}

/** Whether a flag is set. */
export function hasFlag({ options }: Pick<CommandContext, 'options'>, name: string): boolean {
  return options[name] === true;
}

/** A positional argument; empty when it is optional and absent. */
export function argument({ args }: Pick<CommandContext, 'args'>, index: number): string {
  return args[index] ?? '';
}

/** `{[name]: value}` if the option is set, otherwise `{}`: spreads into request params. */
export function optionAs<N extends string>(
  context: Pick<CommandContext, 'options'>,
  option: string,
  name: N,
): Partial<Record<N, string>> {
  const value = textOption(context, option);
  // `name` is the only key.
  return value === undefined ? {} : ({ [name]: value } as Record<N, string>);
}

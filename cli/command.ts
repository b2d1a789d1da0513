// What a command of `gatehouse` is, and how it ends.
import type { ParseArgsOptionsConfig } from 'node:util';

import type { Environment } from '#host/shell-settings.ts';

/** Exit codes, stable for scripts. */
export const EXIT = { ok: 0, failed: 1, usage: 2, unreachable: 3, refused: 4 } as const;
/** One of {@link EXIT}. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Values of the options on the command line, by long name. */
export type OptionValues = Readonly<Record<string, string | boolean | undefined>>;

/** What a command works with. */
export interface CommandContext {
  readonly options: OptionValues;
  readonly operands: readonly string[];
  readonly environment: Environment;
  /** Folder of the built pages. */
  readonly pages: string;
  readonly output: Output;
}

/** Where a command writes. */
export interface Output {
  /** A line for a person; nothing with `--json`. */
  line(text: string): void;
  /** The result; printed with `--json` only. */
  json(value: unknown): void;
  /** A line on stderr, in both cases. */
  complain(text: string): void;
}

/** A command: one file in commands/, one line in registry.ts. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  /** Operands, as the help shows them. */
  readonly operands?: string;
  readonly options: ParseArgsOptionsConfig;
  /** One line of help by option name. */
  readonly optionHelp: Readonly<Record<string, string>>;
  run(context: CommandContext): Promise<ExitCode>;
}

/** A failure that ends the command with a code of its own. */
export class CommandError extends Error {
  readonly exitCode: ExitCode;
  constructor(exitCode: ExitCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CommandError';
    this.exitCode = exitCode;
  }
}

/** Options that every command understands. */
export const COMMON_OPTIONS = {
  home: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies ParseArgsOptionsConfig;

/** Checks a command's type without widening it. */
export function defineCommand(command: Command): Command {
  return command;
}

/** The value of a text option. */
export function textOption(options: OptionValues, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
}

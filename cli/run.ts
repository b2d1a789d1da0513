// Reads the command line, runs one command, and turns what goes wrong into a sentence and an exit code.
import { parseArgs } from 'node:util';

import { RequestError } from '#contract/client-api.ts';
import { SettingError, type Environment } from '#host/shell-settings.ts';

import {
  COMMON_OPTIONS,
  CommandError,
  EXIT,
  type Command,
  type ExitCode,
  type OptionValues,
  type Output,
} from './command.ts';
import { generalHelp, helpOf } from './help.ts';
import { COMMANDS } from './registry.ts';

/** What the command line runs in. */
export interface CliSurroundings {
  readonly environment: Environment;
  readonly pages: string;
  /** Writes to stdout and stderr; a whole line without its end. */
  readonly print: (line: string) => void;
  readonly complain: (line: string) => void;
}

/** Runs `gatehouse <argv>`; never throws. */
export async function runCli(argv: readonly string[], surroundings: CliSurroundings): Promise<ExitCode> {
  const [name, ...rest] = argv;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    surroundings.print(await generalHelp());
    return EXIT.ok;
  }
  const entry = COMMANDS.find((candidate) => candidate.name === (name === '--version' ? 'version' : name));
  if (entry === undefined) {
    surroundings.complain(`gatehouse: there is no command "${name}". Run "gatehouse --help" for the list.`);
    return EXIT.usage;
  }
  const json = rest.includes('--json');
  try {
    return await runCommand(await entry.load(), rest, surroundings);
  } catch (error) {
    return report(error, json, surroundings);
  }
}

async function runCommand(command: Command, args: readonly string[], surroundings: CliSurroundings): Promise<ExitCode> {
  const { values, positionals } = parse(command, args);
  if (values['help'] === true) {
    surroundings.print(helpOf(command));
    return EXIT.ok;
  }
  return command.run({
    options: values,
    operands: positionals,
    environment: withHome(surroundings.environment, values),
    pages: surroundings.pages,
    output: outputOf(values['json'] === true, surroundings),
  });
}

function parse(
  command: Command,
  args: readonly string[],
): { readonly values: OptionValues; readonly positionals: readonly string[] } {
  try {
    const options = { ...COMMON_OPTIONS, ...command.options };
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
    // No command declares `multiple`, so a value is a text, a flag, or absent.
    return { values: values as OptionValues, positionals };
  } catch (error) {
    throw new CommandError(EXIT.usage, error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function withHome(environment: Environment, values: OptionValues): Environment {
  const home = values['home'];
  return typeof home === 'string' ? { ...environment, GATEHOUSE_HOME: home } : environment;
}

function outputOf(json: boolean, { print, complain }: CliSurroundings): Output {
  return {
    line: (text) => (json ? undefined : print(text)),
    json: (value) => (json ? print(JSON.stringify(value)) : undefined),
    complain,
  };
}

function report(error: unknown, json: boolean, { print, complain }: CliSurroundings): ExitCode {
  const { code, message, exitCode } = describe(error);
  if (json) print(JSON.stringify({ ok: false, error: { code, message } }));
  else complain(`gatehouse: ${message}`);
  return exitCode;
}

function describe(error: unknown): { readonly code: string; readonly message: string; readonly exitCode: ExitCode } {
  if (error instanceof CommandError)
    return { code: codeName(error.exitCode), message: error.message, exitCode: error.exitCode };
  if (error instanceof SettingError) return { code: 'usage', message: error.message, exitCode: EXIT.usage };
  if (error instanceof RequestError) return { code: error.code, message: error.message, exitCode: EXIT.failed };
  return { code: 'failed', message: error instanceof Error ? error.message : String(error), exitCode: EXIT.failed };
}

function codeName(exitCode: ExitCode): string {
  return Object.entries(EXIT).find(([, value]) => value === exitCode)?.[0] ?? 'failed';
}

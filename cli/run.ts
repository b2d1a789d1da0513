// Reads the command line, runs one command, and turns what goes wrong into a sentence and an exit code.
import { RequestError } from '#contract/wire/client-api.ts';
import { SettingError, type Environment } from '#host/shell-settings.ts';

import type { Command } from './parser/command.ts';
import { CommandError, EXIT, type ExitCode } from './output/exit-codes.ts';
import { generalHelp, helpOf } from './parser/help.ts';
import { makeInput, type Terminal } from './terminal/input.ts';
import { makeOutput, type Output } from './output/output.ts';
import type { Sink } from './output/sink.ts';
import { parseCommandLine } from './parser/parse-command-line.ts';
import { COMMANDS, HIDDEN_COMMANDS, loadAllCommands } from './registry.ts';

/** What the command line runs in. */
export interface CliSurroundings {
  readonly environment: Environment;
  readonly pages: string;
  readonly stdout: Sink;
  readonly stderr: Sink;
  /** Where a person may answer; without it nobody can be asked. */
  readonly terminal?: Terminal;
}

/** Runs `gatehouse <argv>`; never throws. */
export async function runCli(argv: readonly string[], surroundings: CliSurroundings): Promise<ExitCode> {
  const [first, ...rest] = argv;
  const { stdout, stderr } = surroundings;
  const name = first === '--version' ? 'version' : first;
  if (name === undefined || name === '--help' || name === '-h' || (name === 'help' && rest.length === 0)) {
    stdout.write(`${generalHelp(await loadAllCommands())}\n`);
    return EXIT.ok;
  }
  const [wanted, words] = name === 'help' ? [rest[0], ['--help']] : [name, rest];
  const entry = [...COMMANDS, ...HIDDEN_COMMANDS].find((candidate) => candidate.name === wanted);
  if (entry === undefined) {
    stderr.write(`gatehouse: there is no command "${wanted}". Run "gatehouse --help" for the list.\n`);
    return EXIT.usage;
  }
  try {
    return await runCommand(await entry.load(), words, surroundings);
  } catch (error) {
    return report(error, guessedOutput(words, surroundings));
  }
}

async function runCommand(
  command: Command,
  words: readonly string[],
  { stdout, stderr, terminal, environment, pages }: CliSurroundings,
): Promise<ExitCode> {
  const { action, options, operands } = parseCommandLine(command, words);
  if (options['help'] === true) {
    stdout.write(`${helpOf(command)}\n`);
    return EXIT.ok;
  }
  const { home, json, 'no-color': isPlain } = options;
  const output = makeOutput({ isJson: json === true, isPlain: isPlain === true, environment, stdout, stderr });
  try {
    return await action.run({
      options,
      operands,
      environment: typeof home === 'string' ? { ...environment, GATEHOUSE_HOME: home } : environment,
      pages,
      input: makeInput(terminal),
      output,
    });
  } catch (error) {
    return report(error, output);
  }
}

/** For a line that could not be parsed: what it says about JSON holds all the same. */
function guessedOutput(words: readonly string[], { stdout, stderr, environment }: CliSurroundings): Output {
  return makeOutput({ isJson: words.includes('--json'), isPlain: true, environment, stdout, stderr });
}

function report(error: unknown, output: Output): ExitCode {
  const { code, message, exitCode, hint } = describe(error);
  output.json({ ok: false, error: { code, message, ...(hint === undefined ? {} : { hint }) } });
  if (!output.isJson) output.complain(`gatehouse: ${message}${hint === undefined ? '' : ` (${hint})`}`);
  return exitCode;
}

interface Failure {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly exitCode: ExitCode;
}

function describe(error: unknown): Failure {
  if (error instanceof CommandError)
    return { code: codeName(error.exitCode), message: error.message, exitCode: error.exitCode };
  if (error instanceof SettingError) return { code: 'usage', message: error.message, exitCode: EXIT.usage };
  if (error instanceof RequestError) return describeRequest(error);
  return { code: 'failed', message: error instanceof Error ? error.message : String(error), exitCode: EXIT.failed };
}

function describeRequest({ code, message, details }: RequestError): Failure {
  const hint = details['hint'];
  const missing = details['missingScope'];
  return {
    code,
    message: typeof missing === 'string' ? `${message} (this login does not hold ${missing})` : message,
    ...(typeof hint === 'string' ? { hint } : {}),
    exitCode: code === 'FORBIDDEN' ? EXIT.refused : code === 'DISCONNECTED' ? EXIT.unreachable : EXIT.failed,
  };
}

function codeName(exitCode: ExitCode): string {
  return Object.entries(EXIT).find(([, value]) => value === exitCode)?.[0] ?? 'failed';
}

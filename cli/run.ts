// Runs one command and turns every failure into a message and an exit code.
import type { Environment } from '#adapters/configuration/substitution.ts';
import { RequestError } from '#contract/wire/client-api.ts';
import { SettingError } from '#host/shell-settings.ts';

import { defined } from '#contract/types/defined.ts';
import { errorMessage, GatewayError } from '#contract/wire/errors.ts';
import { CommandError, EXIT, type ExitCode } from './output/exit-codes.ts';
import { makeOutput, type Output } from './output/output.ts';
import type { Sink } from './output/progress.ts';
import type { Command } from './parser/command.ts';
import { didYouMean } from './parser/did-you-mean.ts';
import { commandHelp, generalHelp } from './parser/help.ts';
import { parseCommandLine } from './parser/parse-command-line.ts';
import { COMMANDS, HIDDEN_COMMANDS, loadAllCommands, type CommandEntry } from './registry.ts';
import { makeInput, type Terminal } from './terminal/input.ts';

/** The process that a command line runs in. */
export interface CliProcess {
  readonly environment: Environment;
  readonly pages: string;
  readonly stdout: Sink;
  readonly stderr: Sink;
  /** Terminal for prompts; without it nothing is prompted. */
  readonly terminal?: Terminal;
}

/** Runs `gatehouse <argv>`; never throws. */
export async function runCli(
  argv: readonly string[],
  cliProcess: CliProcess,
  commands: readonly CommandEntry[] = COMMANDS,
): Promise<ExitCode> {
  const [first, ...rest] = argv;
  const name = first === '--version' ? 'version' : first;
  if (name === undefined || name === '--help' || name === '-h' || (name === 'help' && rest.length === 0)) {
    // Loaded on demand: other commands don't need the providers.
    const { environmentVariables } = await import('./environment-variables.ts');
    cliProcess.stdout.write(`${generalHelp(await loadAllCommands(commands), environmentVariables())}\n`);
    return EXIT.ok;
  }
  const [wanted = name, words] = name === 'help' ? [rest[0], [...rest.slice(1), '--help']] : [name, rest];
  try {
    return await runCommand(await loadCommand(wanted, commands), words, cliProcess);
  } catch (error) {
    return report(error, outputFor(words.includes('--json'), true, cliProcess));
  }
}

function loadCommand(wanted: string, commands: readonly CommandEntry[]): Promise<Command> {
  const entry = [...commands, ...HIDDEN_COMMANDS].find(({ name }) => name === wanted);
  if (entry !== undefined) return entry.load();
  const names = commands.map(({ name }) => name);
  throw new CommandError(EXIT.usage, `unknown command "${wanted}"${didYouMean(wanted, names)}`, {
    hint: 'Run "gatehouse --help" for a list of commands.',
  });
}

async function runCommand(command: Command, words: readonly string[], cliProcess: CliProcess): Promise<ExitCode> {
  const { stdout, terminal, environment, pages } = cliProcess;
  const parsed = parseCommandLine(command, words);
  if ('help' in parsed) {
    stdout.write(`${commandHelp(command, parsed.subcommand)}\n`);
    return EXIT.ok;
  }
  const { subcommand, options, args } = parsed;
  const { home, json, 'no-color': isColorless } = options;
  const output = outputFor(json === true, isColorless === true, cliProcess);
  try {
    const exitCode = await subcommand.run({
      options,
      args,
      environment: typeof home === 'string' ? { ...environment, GATEHOUSE_HOME: home } : environment,
      pages,
      input: makeInput(terminal),
      output,
    });
    return exitCode ?? EXIT.ok;
  } catch (error) {
    return report(error, output);
  }
}

function outputFor(isJson: boolean, isColorless: boolean, { stdout, stderr, environment }: CliProcess): Output {
  return makeOutput({ isJson, isColorless, environment, stdout, stderr });
}

function report(error: unknown, output: Output): ExitCode {
  const { code, message, exitCode, hint } = describe(error);
  output.json({ ok: false, error: { code, message, ...defined({ hint }) } });
  if (!output.isJson) output.error([`gatehouse: ${message}`, ...(hint === undefined ? [] : [hint])].join('\n'));
  return exitCode;
}

interface Failure {
  readonly code: string;
  readonly message: string;
  readonly hint: string | undefined;
  readonly exitCode: ExitCode;
}

function describe(error: unknown): Failure {
  if (error instanceof RequestError) return describeRequest(error);
  const message = errorMessage(error);
  const hint =
    error instanceof CommandError ? error.hint : error instanceof GatewayError ? error.extras.details?.hint : undefined;
  const exitCode =
    error instanceof CommandError ? error.exitCode : error instanceof SettingError ? EXIT.usage : EXIT.failed;
  return { code: codeName(exitCode), message, hint, exitCode };
}

function describeRequest({ code, message, details }: RequestError): Failure {
  const { hint, missingScope } = details;
  const scopeHint =
    typeof missingScope === 'string' ? `Your credential doesn't have the ${missingScope} scope.` : undefined;
  const exitCode = code === 'FORBIDDEN' ? EXIT.denied : code === 'DISCONNECTED' ? EXIT.unreachable : EXIT.failed;
  return { code, message, hint: scopeHint ?? (typeof hint === 'string' ? hint : undefined), exitCode };
}

function codeName(exitCode: ExitCode): string {
  return Object.entries(EXIT).find(([, value]) => value === exitCode)?.[0] ?? 'failed';
}

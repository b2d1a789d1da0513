// The help texts, made from the commands' own declarations.
import { EXIT, type Command } from './command.ts';
import { COMMANDS } from './registry.ts';

const COLUMN = 18;

/** `gatehouse --help` */
export async function generalHelp(): Promise<string> {
  const commands = await Promise.all(COMMANDS.map((entry) => entry.load()));
  return [
    'gatehouse: the home for AI agents on this machine',
    '',
    'Usage: gatehouse <command> [options]',
    '',
    ...commands.map((command) => row(command.name, command.summary)),
    '',
    'Every command takes --json, --home <folder> and --help.',
    'Environment: GATEHOUSE_HOME, GATEHOUSE_PORT, GATEHOUSE_TOKEN.',
    `Exit codes: ${Object.entries(EXIT)
      .map(([name, code]) => `${code} ${name}`)
      .join(', ')}.`,
  ].join('\n');
}

/** `gatehouse <command> --help` */
export function helpOf(command: Command): string {
  const operands = command.operands === undefined ? '' : ` ${command.operands}`;
  const options = Object.entries(command.optionHelp).map(([name, text]) => row(optionName(command, name), text));
  return [
    `Usage: gatehouse ${command.name}${operands} [options]`,
    '',
    command.summary,
    '',
    ...options,
    row('--home <folder>', 'home folder (default: GATEHOUSE_HOME or ~/.gatehouse)'),
    row('--json', 'print the result as JSON'),
  ].join('\n');
}

function optionName(command: Command, name: string): string {
  return command.options[name]?.type === 'string' ? `--${name} <${name}>` : `--${name}`;
}

function row(name: string, text: string): string {
  return `  ${name.padEnd(COLUMN)} ${text}`;
}

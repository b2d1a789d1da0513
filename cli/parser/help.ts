// The help texts, made from the commands' own declarations.
import { COMMON_OPTIONS, GATEWAY_OPTIONS, type Action, type Command, type OptionDeclaration } from './command.ts';
import { EXIT, EXIT_MEANINGS } from '../output/exit-codes.ts';

/** Environment variables that the command reads. */
export const ENVIRONMENT: Readonly<Record<string, string>> = {
  GATEHOUSE_HOME: 'home folder, instead of ~/.gatehouse',
  GATEHOUSE_PORT: 'port of this machine’s gateway, instead of 18789',
  GATEHOUSE_URL: 'address of the gateway, such as https://192.168.1.20:18789',
  GATEHOUSE_TOKEN: 'token or API key, instead of the one in the home folder',
  NO_COLOR: 'set to anything: no colours',
};

/** `gatehouse --help` */
export function generalHelp(commands: readonly Command[]): string {
  return [
    'gatehouse: the home for AI agents on this machine',
    '',
    'Usage: gatehouse <command> [options]',
    '',
    ...rows(commands.map(({ name, summary }) => [name, summary])),
    '',
    'More about one of them: gatehouse <command> --help',
    '',
    'Every command takes:',
    ...optionRows({ ...GATEWAY_OPTIONS, ...COMMON_OPTIONS }),
    '',
    'Environment:',
    ...rows(Object.entries(ENVIRONMENT)),
    '',
    'Exit codes:',
    ...rows(exitRows()),
  ].join('\n');
}

/** `gatehouse <command> --help` */
export function helpOf(command: Command): string {
  const common = command.isLocal === true ? COMMON_OPTIONS : { ...GATEWAY_OPTIONS, ...COMMON_OPTIONS };
  return [
    command.summary,
    '',
    ...command.actions.flatMap((action, index) => [
      `${index === 0 ? 'Usage:' : '   or:'} ${usageOf(command, action)}`,
      ...(action.name === '' ? [] : [`         ${action.summary}`]),
      ...optionRows(action.options ?? {}).map((row) => `       ${row}`),
    ]),
    '',
    ...optionRows(common),
  ].join('\n');
}

/** `gatehouse sessions show <session> [options]` */
export function usageOf(command: Command, action: Action): string {
  const operands = (action.operands ?? []).map(({ name, isOptional, takesRest }) => {
    const word = `<${name}>${takesRest === true ? '…' : ''}`;
    return isOptional === true ? `[${word}]` : word;
  });
  const options = Object.keys(action.options ?? {}).length > 0 ? ['[options]'] : [];
  // What is verbatim ends the options, so they stand before it.
  const words = action.isVerbatim === true ? [...options, ...operands] : [...operands, ...options];
  return ['gatehouse', command.name, action.name, ...words].filter((word) => word !== '').join(' ');
}

/** `--limit <n>`, with its short form. */
export function optionTitle(name: string, { value, short }: OptionDeclaration): string {
  const long = value === undefined ? `--${name}` : `--${name} <${value}>`;
  return short === undefined ? long : `-${short}, ${long}`;
}

/** The text of an option's help, with what it may be. */
export function optionText({ help, choices }: OptionDeclaration): string {
  return choices === undefined ? help : `${help}: ${choices.join(', ')}`;
}

/** Number, name and meaning of each exit code. */
export function exitRows(): readonly (readonly [string, string])[] {
  return Object.entries(EXIT).map(([name, code]) => [
    String(code),
    // `name` is a key of EXIT, and so of its meanings.
    `${name}: ${EXIT_MEANINGS[name as keyof typeof EXIT]}`,
  ]);
}

function optionRows(options: Readonly<Record<string, OptionDeclaration>>): readonly string[] {
  return rows(Object.entries(options).map(([name, option]) => [optionTitle(name, option), optionText(option)]));
}

function rows(cells: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...cells.map(([first]) => first.length), 0);
  return cells.map(([first, second]) => `  ${first.padEnd(width)}  ${second}`);
}

// What may stand at the end of a command line, by the commands' own declarations.
import {
  optionsOf,
  type Action,
  type Command,
  type IdKind,
  type OperandDeclaration,
  type OptionDeclaration,
} from './command.ts';
import { COMMANDS, loadAllCommands } from '../registry.ts';

/** One word that may come. */
export interface Candidate {
  readonly value: string;
  readonly help?: string;
}

type Ids = (kind: IdKind) => Promise<readonly Candidate[]>;

/** Candidates for the last of `words`, which may be empty; `ids` asks the gateway, and only when ids are wanted. */
export async function completeWords(words: readonly string[], ids: Ids): Promise<readonly Candidate[]> {
  const [name = '', ...rest] = words.slice(0, -1);
  const typed = words.at(-1) ?? '';
  if (words.length <= 1 || (name === 'help' && words.length === 2)) return commandNames();
  const command = await COMMANDS.find((entry) => entry.name === name)?.load();
  if (command === undefined) return [];
  const options: Readonly<Record<string, OptionDeclaration>> = Object.assign(
    {},
    ...command.actions.map((action) => optionsOf(command, action)),
  );
  const open = optionBefore(rest, options);
  if (open !== undefined) return valuesOf(open, ids);
  const said = positionals(rest, options);
  const action = actionSaid(command, said);
  if (typed.startsWith('-')) return optionNames(action === undefined ? options : optionsOf(command, action));
  if (action === undefined) return nextActionWords(command, said);
  const operand = operandAt(action, said.length - nameLength(action));
  return operand === undefined ? [] : valuesOf(operand, ids);
}

async function commandNames(): Promise<readonly Candidate[]> {
  const commands = await loadAllCommands();
  const help = { name: 'help', summary: 'Explain a command.' };
  return [...commands, help].map(({ name, summary }) => ({ value: name, help: summary }));
}

/** The option whose value is being typed. */
function optionBefore(
  words: readonly string[],
  options: Readonly<Record<string, OptionDeclaration>>,
): OptionDeclaration | undefined {
  const option = optionNamed(words.at(-1) ?? '', options);
  return option?.value === undefined ? undefined : option;
}

function optionNamed(
  word: string,
  options: Readonly<Record<string, OptionDeclaration>>,
): OptionDeclaration | undefined {
  if (word.startsWith('--')) return Object.hasOwn(options, word.slice(2)) ? options[word.slice(2)] : undefined;
  return word.startsWith('-') ? Object.values(options).find(({ short }) => short === word.slice(1)) : undefined;
}

/** The words that are neither options nor their values. */
function positionals(
  words: readonly string[],
  options: Readonly<Record<string, OptionDeclaration>>,
): readonly string[] {
  return words.filter(
    (word, index) => !word.startsWith('-') && optionNamed(words[index - 1] ?? '', options)?.value === undefined,
  );
}

function actionSaid(command: Command, said: readonly string[]): Action | undefined {
  const [first] = command.actions;
  if (first?.name === '') return first;
  return [2, 1]
    .map((count) => command.actions.find(({ name }) => name === said.slice(0, count).join(' ')))
    .find((action) => action !== undefined);
}

function nextActionWords(command: Command, said: readonly string[]): readonly Candidate[] {
  const fitting = command.actions.filter(({ name }) => said.every((word, index) => name.split(' ')[index] === word));
  const words = new Map<string, Candidate>();
  for (const { name, summary } of fitting) {
    const value = name.split(' ')[said.length];
    if (value !== undefined && !words.has(value)) words.set(value, { value, help: summary });
  }
  return [...words.values()];
}

function optionNames(options: Readonly<Record<string, OptionDeclaration>>): readonly Candidate[] {
  return Object.entries(options).map(([name, { help }]) => ({ value: `--${name}`, help }));
}

function operandAt({ operands = [] }: Action, index: number): OperandDeclaration | undefined {
  const last = operands.at(-1);
  return operands[index] ?? (last?.takesRest === true ? last : undefined);
}

async function valuesOf({ choices, ids: kind }: OperandDeclaration | OptionDeclaration, ids: Ids) {
  if (choices !== undefined) return choices.map((value) => ({ value }));
  return kind === undefined ? [] : ids(kind);
}

function nameLength({ name }: Action): number {
  return name === '' ? 0 : name.split(' ').length;
}

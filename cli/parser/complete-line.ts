// Shell completion: candidates for the end of a command line, derived from the command declarations.
import { COMMANDS, loadAllCommands } from '../registry.ts';
import {
  getNameLength,
  findSubcommand,
  getOptions,
  type ArgumentDeclaration,
  type Command,
  type OptionDeclaration,
  type OptionDeclarations,
  type ResourceKind,
  type Subcommand,
} from './command.ts';

/** A word that can come next. */
export interface Candidate {
  readonly value: string;
  readonly help?: string;
}

type ListIds = (kind: ResourceKind) => Promise<readonly Candidate[]>;

/** Candidates for the last of `words`, which may be empty. `listIds` asks the gateway and is called only for IDs. */
export async function completeLine(words: readonly string[], listIds: ListIds): Promise<readonly Candidate[]> {
  const [name = '', ...rest] = words.slice(0, -1);
  const typed = words.at(-1) ?? '';
  if (words.length <= 1 || (name === 'help' && words.length === 2)) return commandNames();
  const command = await COMMANDS.find((entry) => entry.name === name)?.load();
  if (command === undefined) return [];
  const options = getOptions(command);
  const option = findOption(rest.at(-1) ?? '', options);
  if (option?.value !== undefined) return listValues(option, listIds);
  const args = positionals(rest, options);
  const subcommand = findSubcommand(command, args);
  if (typed.startsWith('-')) return optionNames(subcommand === undefined ? options : getOptions(command, [subcommand]));
  if (subcommand === undefined) return subcommandNames(command, args);
  const argument = argumentAt(subcommand, args.length - getNameLength(subcommand));
  return argument === undefined ? [] : listValues(argument, listIds);
}

async function commandNames(): Promise<readonly Candidate[]> {
  const commands = await loadAllCommands();
  const help = { name: 'help', summary: 'Show help for a command' };
  return [...commands, help].map(({ name, summary }) => ({ value: name, help: summary }));
}

function findOption(word: string, options: OptionDeclarations): OptionDeclaration | undefined {
  if (word.startsWith('--')) return Object.hasOwn(options, word.slice(2)) ? options[word.slice(2)] : undefined;
  return word.startsWith('-') ? Object.values(options).find(({ short }) => short === word.slice(1)) : undefined;
}

/** Words that are neither options nor their values. */
function positionals(words: readonly string[], options: OptionDeclarations): readonly string[] {
  return words.filter(
    (word, index) => !word.startsWith('-') && findOption(words[index - 1] ?? '', options)?.value === undefined,
  );
}

function subcommandNames({ subcommands }: Command, args: readonly string[]): readonly Candidate[] {
  const matching = subcommands.filter(({ name }) => args.every((word, index) => name.split(' ')[index] === word));
  const candidates = new Map<string, Candidate>();
  for (const { name, summary } of matching) {
    const value = name.split(' ')[args.length];
    if (value !== undefined && !candidates.has(value)) candidates.set(value, { value, help: summary });
  }
  return [...candidates.values()];
}

function optionNames(options: OptionDeclarations): readonly Candidate[] {
  return Object.entries(options).map(([name, { help }]) => ({ value: `--${name}`, help }));
}

function argumentAt({ args = [] }: Subcommand, index: number): ArgumentDeclaration | undefined {
  const last = args.at(-1);
  return args[index] ?? (last?.isVariadic === true ? last : undefined);
}

async function listValues({ choices, completes }: ArgumentDeclaration | OptionDeclaration, listIds: ListIds) {
  if (choices !== undefined) return choices.map((value) => ({ value }));
  return completes === undefined ? [] : listIds(completes);
}

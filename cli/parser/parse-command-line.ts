// From words to a command's action with its options and operands, by the command's own declaration.
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';

import { optionsOf, type Action, type Command, type OptionDeclaration, type OptionValues } from './command.ts';
import { CommandError, EXIT } from '../output/exit-codes.ts';
import { usageOf } from './help.ts';

/** A command line that fits the declaration. */
export interface ParsedLine {
  readonly action: Action;
  readonly options: OptionValues;
  readonly operands: readonly string[];
}

/** Reads the words after the command's name. @throws {CommandError} that says how to write it. */
export function parseCommandLine(command: Command, words: readonly string[]): ParsedLine {
  const declared = Object.assign({}, ...command.actions.map((action) => optionsOf(command, action)));
  const { values, positionals } = parse(command, words, declared);
  if (values['help'] === true)
    return { action: actionNamed(command, positionals).action, options: values, operands: [] };
  const { action, operands } = actionNamed(command, positionals);
  const foreign = Object.keys(values).find((name) => optionsOf(command, action)[name] === undefined);
  if (foreign !== undefined)
    throw new CommandError(EXIT.usage, `--${foreign} does not belong to "${titleOf(command, action)}"`);
  checkChoices(optionsOf(command, action), values);
  checkOperands(command, action, operands);
  return { action, options: values, operands };
}

/** The action that words begin with, or the first one when they begin with none. */
function actionNamed(
  command: Command,
  words: readonly string[],
): { readonly action: Action; readonly operands: readonly string[] } {
  for (const count of [2, 1]) {
    const name = words.slice(0, count).join(' ');
    const action = words.length >= count ? command.actions.find((candidate) => candidate.name === name) : undefined;
    if (action !== undefined) return { action, operands: words.slice(count) };
  }
  const [first] = command.actions;
  if (first === undefined) throw new Error(`${command.name} has no actions`);
  const isSingle = first.name === '';
  if (isSingle || words.length === 0) return { action: first, operands: words };
  const names = command.actions.map(({ name }) => name).join(', ');
  throw new CommandError(EXIT.usage, `"gatehouse ${command.name}" cannot "${words[0]}". It can: ${names}`);
}

function parse(
  command: Command,
  words: readonly string[],
  declared: Readonly<Record<string, OptionDeclaration>>,
): { readonly values: OptionValues; readonly positionals: readonly string[] } {
  const options = parserOptions(declared);
  const verbatimFrom = command.actions.some(({ isVerbatim }) => isVerbatim === true)
    ? firstOperand(words, options)
    : -1;
  const args = verbatimFrom < 0 ? [...words] : words.slice(0, verbatimFrom);
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true, strict: true });
    const rest = verbatimFrom < 0 ? [] : words.slice(verbatimFrom).filter((word, index) => index > 0 || word !== '--');
    // No command declares `multiple`, so a value is a text, a flag, or absent.
    return { values: values as OptionValues, positionals: [...positionals, ...rest] };
  } catch (error) {
    throw new CommandError(EXIT.usage, error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function firstOperand(words: readonly string[], options: ParseArgsOptionsConfig): number {
  const { tokens } = parseArgs({ args: [...words], options, allowPositionals: true, strict: false, tokens: true });
  return tokens.find(({ kind }) => kind !== 'option')?.index ?? -1;
}

function parserOptions(declared: Readonly<Record<string, OptionDeclaration>>): ParseArgsOptionsConfig {
  return Object.fromEntries(
    Object.entries(declared).map(([name, { value, short }]) => [
      name,
      {
        type: value === undefined ? ('boolean' as const) : ('string' as const),
        ...(short === undefined ? {} : { short }),
      },
    ]),
  );
}

function checkChoices(declared: Readonly<Record<string, OptionDeclaration>>, values: OptionValues): void {
  for (const [name, value] of Object.entries(values)) {
    const choices = declared[name]?.choices;
    if (choices !== undefined && !choices.includes(String(value)))
      throw new CommandError(EXIT.usage, `--${name} is one of ${choices.join(', ')}, not "${String(value)}"`);
  }
}

function checkOperands(command: Command, action: Action, operands: readonly string[]): void {
  const declared = action.operands ?? [];
  const least = declared.filter(({ isOptional }) => isOptional !== true).length;
  const most = declared.some(({ takesRest }) => takesRest === true) ? Infinity : declared.length;
  if (operands.length < least || operands.length > most)
    throw new CommandError(EXIT.usage, `write it so: ${usageOf(command, action)}`);
  declared.forEach(({ name, choices }, index) => {
    const word = operands[index];
    if (word !== undefined && choices !== undefined && !choices.includes(word))
      throw new CommandError(EXIT.usage, `<${name}> is one of ${choices.join(', ')}, not "${word}"`);
  });
}

function titleOf(command: Command, action: Action): string {
  return `${command.name} ${action.name}`.trim();
}

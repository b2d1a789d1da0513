// Compares what two grammars read in a line. Only a line that both read in the same way can be allowed.
import type { ShellGrammar } from '../../ports/shell-grammar.ts';
import type { ShellLine } from './shell-line.ts';

/** Why the second grammar doesn't confirm the line; undefined if it does. */
export function findDisagreement(line: string, { commands }: ShellLine, grammar: ShellGrammar): string | undefined {
  const second = grammar.listCommands(line);
  if (second === undefined) return "a second shell grammar can't confirm what it runs";
  const first = commands.map(({ words }) => words.map(({ text }) => text));
  return JSON.stringify(first) === JSON.stringify(second) ? undefined : 'two shell grammars read it differently';
}

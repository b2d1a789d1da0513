// A second shell grammar for tests that aren't about it.
import type { ShellGrammar } from '#core/ports/shell-grammar.ts';
import { parseShell } from '#core/policy/shell/parse-shell.ts';

/** Confirms every line as the first grammar reads it. */
export const AGREEING_GRAMMAR: ShellGrammar = {
  load: async () => undefined,
  listCommands: (line) => parseShell(line).commands.map(({ words }) => words.map(({ text }) => text)),
};

// Parses a command line with the grammar of Bash. Nothing is expanded: what only the shell knows is reported as a problem.
import { hasControlCharacter, hasInvisibleCharacter } from '#contract/types/hidden-characters.ts';
import { parse } from 'unbash';
import { hasLookalike } from './lookalikes.ts';
import { LineReader } from './line-reader.ts';
import type { ShellLine } from './shell-line.ts';

/** Longest line that is parsed, characters; longer ones require approval. */
export const MAX_LINE = 16 * 1024;
/** Most characters that can nest something. */
const MAX_NESTING = 400;
const MAX_QUOTES = 1_000;
/** Most characters that separate commands, and spaces. */
const MAX_SEPARATORS = 400;
const MAX_SPACES = 2_000;
/** Most commands of a line, and words of all of them. */
const MAX_COMMANDS = 100;
const MAX_WORDS = 1_000;

/** The commands of a line. In doubt, the line has a problem. */
export function parseShell(line: string): ShellLine {
  if (line.length > MAX_LINE) return refuse('it is longer than 16 KiB');
  if (line.trim() === '') return refuse('it is empty');
  if (count(line, /[()[\]{}`]|<</g) > MAX_NESTING) return refuse('it is nested too deeply');
  if (count(line, /[;|&\n]/g) > MAX_SEPARATORS || count(line, /\s+/g) > MAX_SPACES)
    return refuse('it has too many commands or arguments');
  if (count(line, /["'\\]/g) > MAX_QUOTES) return refuse('it has too many quotes');
  const hidden = findHidden(line);
  const { commands, problems } = readLine(line);
  const words = commands.reduce((sum, command) => sum + command.words.length, 0);
  if (commands.length > MAX_COMMANDS || words > MAX_WORDS) return refuse('it has too many commands or arguments');
  return { commands, problems: [...hidden, ...problems] };
}

/** The words of a line that is one simple command, completely known; undefined for any other. */
export function parseSimple(line: string): readonly string[] | undefined {
  const { commands, problems } = parseShell(line);
  const [command] = commands;
  if (command === undefined || commands.length > 1 || problems.length + command.problems.length > 0) return undefined;
  return command.words.some(({ isPattern }) => isPattern) ? undefined : command.words.map(({ text }) => text);
}

/** Characters without a meaning that everyone agrees on. */
const UNASSIGNED = /[\p{Co}\p{Cn}\p{Cs}\ufffd]/u;

function findHidden(line: string): readonly string[] {
  if (/^[\t\n\u0020-\u007e]*$/.test(line)) return [];
  if (hasControlCharacter(line)) return ['it contains a control character'];
  if (hasInvisibleCharacter(line) || UNASSIGNED.test(line)) return ['it contains an invisible character'];
  return hasLookalike(line) ? ['it contains a character that looks like another one'] : [];
}

function readLine(line: string): ShellLine {
  const reader = new LineReader(line);
  try {
    const script = parse(line);
    const [error] = script.errors ?? [];
    reader.readScript(script);
    const problem = error === undefined ? [] : [`its syntax is invalid (${error.message.toLowerCase()})`];
    return { commands: reader.commands, problems: [...problem, ...reader.problems] };
  } catch {
    return { commands: reader.commands, problems: [...reader.problems, 'it could not be parsed'] };
  }
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

function refuse(problem: string): ShellLine {
  return { commands: [], problems: [problem] };
}

// Explains a command line to a person: what it does, and what its text doesn't show. It is used to explain, not to allow.
import { describeRisks, runsInput, type RiskyCommand } from '#contract/types/command-risks.ts';
import { hasControlCharacter, hasInvisibleCharacter } from '#contract/types/hidden-characters.ts';
import { getFamily, WRAPPERS } from './programs.ts';
import { splitLine } from './split-commands.ts';

const MAX_DEPTH = 4;
const MAX_RISKS = 12;
/** Options of `find` after which a command follows. */
const RUNS = /^-(exec|execdir|ok|okdir)$/;

/** The words of every command that a line may run, as far as its text shows them. */
export function listCommandWords(line: string): readonly (readonly string[])[] {
  return listCommands(line, 0).map(({ words }) => words);
}

/** The risks of a command line, as sentences; the most severe first. */
export function explainCommand(line: string): readonly string[] {
  return [...describeRisks(listCommands(line, 0)), ...describeSyntax(line)].slice(0, MAX_RISKS);
}

/** Every command of a line: in lists, pipes, substitutions, text for a shell, and after programs that run others. */
function listCommands(line: string, depth: number): readonly RiskyCommand[] {
  const commands = splitLine(line).commands.flatMap((command) => [command, ...listWrapped(command)]);
  if (depth >= MAX_DEPTH) return commands;
  const texts = commands.flatMap(({ words }) => listShellTexts(words));
  return [...commands, ...texts.flatMap((text) => listCommands(text, depth + 1))];
}

/** `sudo -u x rm a` runs `rm a`: each word after the wrapper may be the program, and only known ones are explained. */
function listWrapped({ words, from }: RiskyCommand): readonly RiskyCommand[] {
  const family = getFamily(words[0] ?? '');
  if (!WRAPPERS.has(family)) return [];
  const isFind = family === 'find' || family === 'fd';
  const start = isFind ? words.findIndex((word) => RUNS.test(word)) + 1 : 1;
  if (start === 0) return [];
  const rest = words.slice(start);
  const program = rest.findIndex((word) => !word.startsWith('-') && !word.includes('=') && !/^\d/.test(word));
  const inner = rest.slice(Math.max(0, program));
  // An option's value may come first, as in `sudo -u name rm a`.
  return [inner, inner.slice(1)]
    .filter((command) => command.length > 0)
    .map((command) => ({ words: command, ...(from === undefined ? {} : { from }) }));
}

/** Arguments that are command lines: of a shell, and with a substitution in double quotes. */
function listShellTexts(words: readonly string[]): readonly string[] {
  const [program = '', ...args] = words;
  const isShell = runsInput(getFamily(program)) || ['eval', 'ssh', 'su', 'watch'].includes(getFamily(program));
  const texts = isShell ? args.filter((arg) => /\s/.test(arg)) : [];
  const substituted = args.flatMap((arg) =>
    [...arg.matchAll(/\$\(([^)]*)|`([^`]*)/g)].map((found) => found[1] ?? found[2] ?? ''),
  );
  return [...texts, ...substituted];
}

/** What the words don't say: redirections, jobs, and text that can't be seen. */
function describeSyntax(line: string): readonly string[] {
  const { outputs, isBackground, hasSubstitution } = splitLine(line);
  const files = [...new Set(outputs)].filter((file) => file !== '/dev/null' && !file.startsWith('&'));
  return [
    ...files.slice(0, 3).map((file) => `Writes to a file (> ${file}).`),
    ...(hasSubstitution ? ['Runs a command inside another one ($(…)).'] : []),
    ...(isBackground ? ['Keeps running in the background (&).'] : []),
    ...(hasInvisibleCharacter(line) ? ['Contains invisible characters.'] : []),
    ...(hasControlCharacter(line.replace(/[\n\t]/g, '')) ? ['Contains control characters.'] : []),
  ];
}

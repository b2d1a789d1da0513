// The preset of commands that only read: exact subcommands with the options that are known to be harmless.
// Options that run a program, write, follow links, read another file, or never end are missing on purpose.
import type { PresetCommand } from '#contract/types/approvals.ts';

type Operands = PresetCommand['operands'];

/** An entry: letters of short options, in which `#` is any number, and long options, in which `=#` is a number. */
interface ReadOnlyCommand {
  readonly words: readonly string[];
  readonly letters: string;
  readonly long: readonly string[];
  readonly operands: Operands;
}

const define = (line: string, operands: Operands, letters = '', long = ''): ReadOnlyCommand => ({
  words: line.split(' '),
  letters,
  long: long.split(' ').filter((option) => option !== ''),
  operands,
});

const COUNTS = '--stat --numstat --shortstat --name-only --name-status --summary --no-color --color=never';

const COMMANDS: readonly ReadOnlyCommand[] = [
  define('pwd', 'none', 'LP'),
  define('echo', 'text', 'neE'),
  define('ls', 'files', 'aAbBcdfFgGhiklmnNopqQrRsStuUvxX1', '--all --almost-all --human-readable --color=never'),
  define('cat', 'files', 'AbeEnstTuv', '--number'),
  define('head', 'files', 'cnqv#', '--lines=# --bytes=#'),
  define('tail', 'files', 'cnqv#', '--lines=# --bytes=#'),
  define('nl', 'files', 'bhnsvw'),
  define('wc', 'files', 'clmwL', '--lines --words --bytes --chars'),
  define('stat', 'files', 'cft'),
  define('du', 'files', 'abchkmsx', '--max-depth=# --human-readable --summarize'),
  define('diff', 'files', 'abBceiNpqstTuwyEU#', '--brief --color=never'),
  define('cmp', 'files', 'bls'),
  define('basename', 'text', 'asz'),
  define('dirname', 'text', 'z'),
  define('grep', 'pattern', 'abcABCEFGHhiIlLmnoqsvwx#', '--color=never --ignore-case --line-number --count'),
  define(
    'rg',
    'pattern',
    'abcABCFgHiIlmNnopqsSTtUvwx#',
    '--files --no-heading --line-number --ignore-case --smart-case --count --files-with-matches --color=never --max-count=# --context=#',
  ),
  define(
    'git status',
    'revisions',
    'sbunov',
    '--short --branch --long --porcelain --porcelain=v1 --porcelain=v2 --show-stash --no-renames --ignored --untracked-files=no --untracked-files=normal --untracked-files=all',
  ),
  define(
    'git diff',
    'revisions',
    'pswbzUR#',
    `--cached --staged --merge-base --check --minimal --patience --histogram --no-renames --unified=# --word-diff ${COUNTS}`,
  ),
  define(
    'git log',
    'revisions',
    'psn#',
    `--oneline --graph --all --branches --tags --decorate --no-decorate --abbrev-commit --patch --no-patch --reverse --first-parent --merges --no-merges --follow --max-count=# --skip=# --date=short --date=iso --date=relative ${COUNTS}`,
  ),
  define('git show', 'revisions', 'psU#', `--oneline --patch --no-patch --abbrev-commit --date=iso ${COUNTS}`),
  define('git branch', 'none', 'arv', '--all --remotes --list --show-current --verbose --no-color'),
];

/** The preset as people see it. */
export const READ_ONLY_COMMANDS: readonly PresetCommand[] = COMMANDS.map(({ words, letters, long, operands }) => ({
  command: words.join(' '),
  options: [...Array.from(letters, (letter) => `-${letter}`), ...long],
  operands,
}));

/** The words of a command of the preset that name files; undefined if the preset doesn't contain the command. */
export function findReadFiles(words: readonly string[]): readonly string[] | undefined {
  const command = COMMANDS.find((one) => one.words.every((word, at) => word === words[at]));
  if (command === undefined) return undefined;
  const args = words.slice(command.words.length);
  const separator = command.operands === 'revisions' ? args.indexOf('--') : -1;
  const rest = args.filter((_, at) => at !== separator);
  const options = rest.filter((word) => word.startsWith('-'));
  const operands = rest.filter((word) => !word.startsWith('-'));
  if (!options.every((option) => isKnownOption(command, option))) return undefined;
  return findFiles(command.operands, options, operands);
}

function findFiles(
  kind: Operands,
  options: readonly string[],
  operands: readonly string[],
): readonly string[] | undefined {
  if (kind === 'none') return operands.length === 0 ? [] : undefined;
  if (kind === 'text') return [];
  // With a pattern, the first operand is text. The values of options count as files: in doubt, approval is required.
  const files = kind === 'pattern' && !options.includes('--files') ? operands.slice(1) : operands;
  return files.every(isPlain) ? files : undefined;
}

function isKnownOption({ letters, long }: ReadOnlyCommand, option: string): boolean {
  if (option.startsWith('--')) return long.includes(option.replace(/=\d{1,6}$/, '=#'));
  if (!/^-[A-Za-z0-9]{1,12}$/.test(option)) return false;
  return Array.from(option.slice(1)).every(
    (letter) => letters.includes(letter) || (/\d/.test(letter) && letters.includes('#')),
  );
}

/** Not a home folder, URL, parent folder, drive, `@{…}`, or special pathspec. */
function isPlain(word: string): boolean {
  if (word === '' || /^[~@:]/.test(word) || /^[A-Za-z]:[\\/]/.test(word) || /:(\/\/|:)/.test(word)) return false;
  return !word.split(/[\\/:]/).includes('..');
}

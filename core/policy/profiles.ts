// Profiles: programs that only read their operands and print. Only their rules may end in `*`, and only after known options.
import { getFamily, isListed, READERS, READING_SUBCOMMANDS, WRAPPERS } from './programs.ts';

/** Letters of short options before `*` that neither follow links within folders nor name a file. `#`: a number is an option too. */
const OPTION_LETTERS: Readonly<Record<string, string>> = {
  ls: 'aAbBcdfFgGhiklmnNopqQrRsStuUvxXZ1',
  cat: 'AbeEnstTuv',
  head: 'cnqv#',
  tail: 'cnqvfF#',
  wc: 'clmwL',
  stat: 'cftx',
  du: 'abchkmsx',
  basename: 'asz',
  dirname: 'z',
  echo: 'neE',
  realpath: 'emsqz',
  md5sum: 'btz',
  sha1sum: 'btz',
  sha256sum: 'btz',
  nl: 'bhnsvw',
  tac: 'brs',
  grep: 'abcABCeEFGhHiIlLmnoPqrsvwxyz#',
  rg: 'abcABCeFgHhiIlmNnopqsSTtUvwx#',
  diff: 'abBceiNpqstTuwyEZU#',
  cmp: 'bilns',
};

/** Readers that follow links within a folder, so a folder as operand requires approval. */
const FOLLOWS_LINKS: ReadonlySet<string> = new Set(['diff']);

/** Subcommands that git has built in, so no alias in a repository can redefine them. */
const GIT_COMMANDS: ReadonlySet<string> = new Set(
  `add am annotate apply archive bisect blame branch bundle cat-file check-attr check-ignore checkout cherry cherry-pick clean
  clone commit config count-objects describe diff diff-files diff-index diff-tree fetch for-each-ref format-patch fsck gc grep
  help init log ls-files ls-remote ls-tree maintenance merge merge-base mv name-rev notes prune pull push range-diff rebase
  reflog remote repack reset restore rev-list rev-parse revert rm shortlog show show-branch show-ref sparse-checkout stash
  status submodule switch symbolic-ref tag update-index update-ref var verify-commit version whatchanged worktree`.split(
    /\s+/,
  ),
);

/** Global options of git with a separate value. */
const GIT_VALUES: ReadonlySet<string> = new Set([
  '-C',
  '-c',
  '--git-dir',
  '--work-tree',
  '--namespace',
  '--config-env',
]);

/** Whether a program with these first words only reads. */
export function isReader([program = '', sub = '']: readonly string[]): boolean {
  return READERS.has(program) || isListed(READING_SUBCOMMANDS, program, sub);
}

/** Whether a folder as operand makes the program read the targets of links in it. */
export function followsLinks([program = '']: readonly string[]): boolean {
  return FOLLOWS_LINKS.has(program);
}

/** Why a rule that starts with these words can't end in `*`. */
export function findOpenProblem(literal: readonly string[]): string | undefined {
  const [program = ''] = literal;
  if (!isReader(literal)) return `"${program}" can do more than read, so its rule must be exact`;
  const options = literal.slice(READERS.has(program) ? 1 : 2);
  const letters = Object.hasOwn(OPTION_LETTERS, program) ? (OPTION_LETTERS[program] ?? '') : '';
  const unknown = options.find((word) => word.startsWith('-') && !hasOnlyLetters(word, letters));
  return unknown === undefined ? undefined : `the option "${unknown}" before * may accept any value`;
}

function hasOnlyLetters(option: string, letters: string): boolean {
  if (!/^-[A-Za-z0-9]{1,8}$/.test(option)) return false;
  if (/^-\d+$/.test(option)) return letters.includes('#') || letters.includes(option.slice(1));
  return Array.from(option.slice(1)).every(
    (letter) => letters.includes(letter) || (/\d/.test(letter) && letters.includes('#')),
  );
}

/** The position of git's subcommand, past its global options; undefined if the words don't run git. */
export function findGitSubcommand(words: readonly string[]): number | undefined {
  const [program = ''] = words;
  const git = program === 'git' ? 0 : WRAPPERS.has(getFamily(program)) ? words.indexOf('git') : -1;
  if (git < 0) return undefined;
  let at = git + 1;
  while (words[at]?.startsWith('-') === true) at += GIT_VALUES.has(words[at] ?? '') ? 2 : 1;
  return at < words.length ? at : undefined;
}

/** Global options of git that don't change what it runs. */
const GIT_PLAIN: ReadonlySet<string> = new Set(
  '-C -P --no-pager --no-optional-locks --no-replace-objects --literal-pathspecs --no-lazy-fetch'.split(' '),
);

/** An option before git's subcommand that can change what git runs. */
export function findGitOption(words: readonly string[]): string | undefined {
  const at = findGitSubcommand(words);
  return at === undefined
    ? undefined
    : words.slice(words.indexOf('git') + 1, at).find((word) => word.startsWith('-') && !GIT_PLAIN.has(word));
}

/** The name of a subcommand that the repository's settings can redefine. */
export function findGitAlias(words: readonly string[]): string | undefined {
  const at = findGitSubcommand(words);
  const sub = at === undefined ? undefined : words[at];
  return sub === undefined || GIT_COMMANDS.has(sub) ? undefined : sub;
}

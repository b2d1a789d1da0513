// The words of Git: where its subcommand is, and what can change what it runs.
import { getFamily, WRAPPERS } from './programs.ts';

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

/** The position of git's subcommand, past its global options; undefined if the words don't run git. */
function findGitSubcommand(words: readonly string[]): number | undefined {
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

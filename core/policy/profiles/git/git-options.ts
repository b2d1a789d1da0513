// Options that several commands of Git share.
import type { ParsedCall } from '../parsed-call.ts';

/** How differences are shown. Options that run programs, write files, or compare files outside a repository are missing. */
export const DIFF_OPTIONS = `
  -abprsuwzRW -G=text -M[=text] -S=text -U=number --abbrev[=number] --color[=text] --color-words[=text] --compact-summary
  --diff-algorithm=text --diff-filter=text --dirstat[=text] --find-copies[=text] --find-renames[=text] --full-index
  --function-context --histogram --ignore-all-space --ignore-blank-lines --ignore-cr-at-eol --ignore-space-at-eol
  --ignore-space-change --indent-heuristic --inter-hunk-context=number --minimal --name-only --name-status --no-color
  --no-ext-diff --no-indent-heuristic --no-patch --no-prefix --no-renames --no-textconv --numstat --patch
  --patch-with-stat --patience --pickaxe-all --pickaxe-regex --raw --relative[=text] --shortstat --stat[=text] --summary
  --text --unified=number --word-diff[=text] --word-diff-regex=text
`;

/** Which commits are listed. */
export const COMMIT_OPTIONS = `
  -# -EFiP -n=number --abbrev-commit --after=text --all --all-match --ancestry-path --author=text --author-date-order
  --before=text --branches[=text] --cherry --cherry-mark --cherry-pick --committer=text --date=text --date-order
  --extended-regexp --first-parent --fixed-strings --full-history --grep=text --invert-grep --left-right --max-count=number
  --max-parents=number --merges --min-parents=number --no-abbrev-commit --no-merges --perl-regexp
  --regexp-ignore-case --remotes[=text] --reverse --simplify-by-decoration --since=text --skip=number --tags[=text]
  --topo-order --until=text
`;

/** How commits are shown. */
export const FORMAT_OPTIONS = '--decorate[=text] --format=text --no-decorate --oneline --pretty[=text]';

const FORMAT_NAMES: ReadonlySet<string> = new Set('oneline short medium full fuller reference email raw'.split(' '));

/** A format can ask for a signature, which a program checks, and a name can be an alias in the repository's settings. */
export function checkFormat({ options }: ParsedCall): string | undefined {
  const formats = options
    .filter(({ name }) => name === '--format' || name === '--pretty')
    .flatMap(({ value }) => value ?? []);
  return formats.every(isPlainFormat) ? undefined : 'its format can run a program';
}

function isPlainFormat(format: string): boolean {
  if (/%[-+ ]?G|\((?:describe|signature)/.test(format)) return false;
  return FORMAT_NAMES.has(format) || format.includes('%') || /^t?format:/.test(format);
}

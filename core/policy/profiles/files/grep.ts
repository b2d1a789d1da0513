// Profile of `grep`.
import { defineProfile } from '../define-profile.ts';
import type { ParsedCall } from '../parsed-call.ts';

/** Searches files. `-R` is missing because it follows links, and `-f` because it reads patterns from a file. */
export const GREP = defineProfile({
  command: 'grep',
  effect: 'reads',
  operands: 'pattern',
  isRecursive,
  options: `
    -# -abcEFGHhiIlLnoPqrsTvwxyzZ -A=number -B=number -C=number -m=number -e=pattern --after-context=number --basic-regexp
    --before-context=number --binary-files=text --byte-offset --color[=text] --colour[=text] --context=number --count
    --exclude=text --exclude-dir=text --extended-regexp --files-with-matches --files-without-match --fixed-strings
    --ignore-case --include=text --initial-tab --invert-match --line-number --line-regexp --max-count=number
    --no-filename --no-ignore-case --no-messages --null --null-data --only-matching --perl-regexp --quiet --recursive
    --regexp=pattern --silent --text --with-filename --word-regexp
  `,
});

function isRecursive({ options }: ParsedCall): boolean {
  return options.some(({ name }) => name === '-r' || name === '--recursive');
}

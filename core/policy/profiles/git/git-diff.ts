// Profile of `git diff`.
import { defineProfile } from '../define-profile.ts';
import { DIFF_OPTIONS } from './git-options.ts';

/** Shows differences. `--output` writes, `--ext-diff` runs a program, and `--no-index` reads any file. */
export const GIT_DIFF = defineProfile({
  command: 'git diff',
  effect: 'reads',
  operands: 'revisions',
  options: `${DIFF_OPTIONS} --cached --check --exit-code --merge-base --quiet --staged`,
});

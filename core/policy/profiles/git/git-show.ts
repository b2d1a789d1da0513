// Profile of `git show`.
import { defineProfile } from '../define-profile.ts';
import { checkFormat, DIFF_OPTIONS, FORMAT_OPTIONS } from './git-options.ts';

/** Shows a commit, or a file of one. */
export const GIT_SHOW = defineProfile({
  command: 'git show',
  effect: 'reads',
  operands: 'revisions',
  options: `${DIFF_OPTIONS} ${FORMAT_OPTIONS} --abbrev-commit --date=text --first-parent`,
  check: checkFormat,
});

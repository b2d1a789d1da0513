// Profile of `git status`.
import { defineProfile } from '../define-profile.ts';

/** Lists changed files. */
export const GIT_STATUS = defineProfile({
  command: 'git status',
  effect: 'reads',
  operands: 'revisions',
  options: `
    -bsz -u[=text] --ahead-behind --branch --column[=text] --find-renames[=text] --ignored[=text] --long
    --no-ahead-behind --no-column --no-renames --porcelain[=text] --renames --short --show-stash --untracked-files[=text]
  `,
});

// Profile of `git blame`.
import { defineProfile } from '../define-profile.ts';

/** Shows the last commit of each line. `--contents` and `--ignore-revs-file` read other files. */
export const GIT_BLAME = defineProfile({
  command: 'git blame',
  effect: 'reads',
  operands: 'revisions',
  options:
    '-cefklMnpstw -L=text --abbrev=number --color-by-age --color-lines --date=text --line-porcelain --porcelain --root --show-email --show-name --show-number',
});

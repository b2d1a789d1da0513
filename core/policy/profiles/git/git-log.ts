// Profile of `git log`.
import { defineProfile } from '../define-profile.ts';
import { checkFormat, COMMIT_OPTIONS, DIFF_OPTIONS, FORMAT_OPTIONS } from './git-options.ts';

/** Lists commits. */
export const GIT_LOG = defineProfile({
  command: 'git log',
  effect: 'reads',
  operands: 'revisions',
  options: `${DIFF_OPTIONS} ${COMMIT_OPTIONS} ${FORMAT_OPTIONS} -g --follow --graph --no-graph --source --walk-reflogs`,
  check: checkFormat,
});

/** Lists commits by author. */
export const GIT_SHORTLOG = defineProfile({
  command: 'git shortlog',
  effect: 'reads',
  operands: 'revisions',
  options: `-# -cens --all --committer --email --group=text --no-merges --numbered --since=text --summary --until=text`,
});

/** Lists the past values of references. */
export const GIT_REFLOG = defineProfile({
  command: 'git reflog',
  effect: 'reads',
  options: '-# -n=number --date=text --max-count=number --oneline',
});

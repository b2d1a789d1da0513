// Profiles of Git commands that print names of files and commits.
import { defineProfile } from '../define-profile.ts';
import type { ParsedCall } from '../parsed-call.ts';

/** Commands that print names of files, commits, and references. */
export const GIT_NAMES = [
  defineProfile({
    command: 'git ls-files',
    effect: 'reads',
    operands: 'revisions',
    options: `
      -cdikmostuvz -x=text --abbrev[=number] --cached --deduplicate --deleted --directory --eol --error-unmatch --exclude=text
      --exclude-standard --full-name --ignored --killed --modified --no-empty-directory --others --stage --unmerged
    `,
  }),
  defineProfile({
    command: 'git ls-tree',
    effect: 'reads',
    operands: 'revisions',
    options: '-dlrtz --abbrev[=number] --full-name --full-tree --long --name-only --name-status --object-only',
  }),
  defineProfile({
    command: 'git rev-parse',
    effect: 'reads',
    operands: 'revisions',
    options: `
      -q --abbrev-ref[=text] --absolute-git-dir --all --branches[=text] --git-common-dir --git-dir --is-bare-repository
      --is-inside-git-dir --is-inside-work-tree --is-shallow-repository --quiet --remotes[=text] --short[=number] --show-cdup
      --show-prefix --show-toplevel --symbolic --symbolic-full-name --tags[=text] --verify
    `,
  }),
  defineProfile({
    command: 'git rev-list',
    effect: 'reads',
    operands: 'revisions',
    options:
      '-# -n=number --abbrev-commit --all --author=text --count --first-parent --left-right --max-count=number --merges --no-merges --reverse --since=text --until=text',
  }),
  defineProfile({
    command: 'git describe',
    effect: 'reads',
    operands: 'revisions',
    options:
      '--abbrev[=number] --all --always --candidates=number --contains --dirty[=text] --exact-match --exclude=text --first-parent --long --match=text --tags',
  }),
  defineProfile({
    command: 'git merge-base',
    effect: 'reads',
    operands: 'revisions',
    options: '--all --fork-point --independent --is-ancestor --octopus',
  }),
  defineProfile({ command: 'git cat-file', effect: 'reads', operands: 'revisions', options: '-epst' }),
  defineProfile({
    command: 'git show-ref',
    effect: 'reads',
    operands: 'revisions',
    options: '-dq -s[=number] --abbrev[=number] --dereference --head --heads --quiet --tags --verify',
  }),
  defineProfile({ command: 'git stash list', effect: 'reads', options: '-# -n=number --date=text --oneline' }),
  defineProfile({
    command: 'git stash show',
    effect: 'reads',
    operands: 'revisions',
    options: '-pu --include-untracked --name-only --name-status --numstat --patch --shortstat --stat[=text]',
  }),
  defineProfile({ command: 'git worktree list', effect: 'reads', options: '-vz --porcelain --verbose' }),
  defineProfile({
    command: 'git remote',
    effect: 'reads',
    operands: 'text',
    options: '-v --verbose',
    check: checkRemote,
  }),
];

/** Other subcommands change the settings or contact the host. */
function checkRemote({ operands: [first, ...rest] }: ParsedCall): string | undefined {
  if (first === undefined || (first.text === 'get-url' && rest.length === 1)) return undefined;
  return `"git remote ${first.text}" can do more than list`;
}

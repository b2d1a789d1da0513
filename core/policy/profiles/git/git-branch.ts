// Profile of `git branch`.
import { defineProfile } from '../define-profile.ts';
import type { ParsedCall } from '../parsed-call.ts';

/** With one of these, an operand is a pattern of names to list. */
const LISTS = new Set(['--list', '--contains', '--no-contains', '--merged', '--no-merged', '--points-at']);
const FILTERS = '--contains[=text] --list --merged[=text] --no-contains[=text] --no-merged[=text] --points-at=text';

/** Lists branches. Without an option that lists, a name would create a branch. */
export const GIT_BRANCH = defineProfile({
  command: 'git branch',
  effect: 'reads',
  operands: 'revisions',
  options: `${FILTERS} -alrv --all --color[=text] --column[=text] --ignore-case --format=text --no-color --no-column --remotes --show-current --sort=text --verbose`,
  check: requireListing,
});

/** Lists tags. */
export const GIT_TAG = defineProfile({
  command: 'git tag',
  effect: 'reads',
  operands: 'revisions',
  options: `${FILTERS} -l -n[=number] --color[=text] --column[=text] --ignore-case --sort=text`,
  check: requireListing,
});

function requireListing({ options, operands }: ParsedCall): string | undefined {
  if (
    options.some(
      ({ name, value = '' }) => (name === '--sort' || name === '--format') && /signature|describe/.test(value),
    )
  )
    return 'checking signatures runs a program';
  if (operands.length === 0 || options.some(({ name }) => LISTS.has(name))) return undefined;
  return `"${operands[0]?.text ?? ''}" would be created`;
}

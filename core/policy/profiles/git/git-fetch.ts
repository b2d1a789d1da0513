// Profile of `git fetch`.
import { defineProfile } from '../define-profile.ts';
import type { ParsedCall } from '../parsed-call.ts';

const REMOTE = /^\w[\w.-]*$/;
const BRANCH = /^\w[\w.-]*(?:\/[\w.-]+)*$/;

/**
 * Downloads commits of a remote that the repository knows. It contacts a host, so it needs a rule. `--upload-pack` runs a
 * program, an address is another host, and a colon or a plus sign changes local branches.
 */
export const GIT_FETCH = defineProfile({
  command: 'git fetch',
  effect: 'contacts',
  operands: 'revisions',
  options: `
    -apqtv -j=number --all --depth=number --dry-run --jobs=number --no-tags --prune --prune-tags --quiet --tags --unshallow
    --verbose
  `,
  check: checkRemote,
});

function checkRemote({ operands: [remote, ...branches] }: ParsedCall): string | undefined {
  if (remote !== undefined && !REMOTE.test(remote.text)) return `"${remote.text}" is not the name of a remote`;
  const other = branches.find(({ text }) => !BRANCH.test(text));
  return other === undefined ? undefined : `"${other.text}" is not the name of a branch`;
}

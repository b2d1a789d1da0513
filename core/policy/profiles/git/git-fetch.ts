// Profile of `git fetch`.
import { defineProfile } from '../define-profile.ts';

/** Downloads commits. It contacts a host, so it needs a rule. `--upload-pack` runs a program. */
export const GIT_FETCH = defineProfile({
  command: 'git fetch',
  effect: 'contacts',
  operands: 'revisions',
  options: `
    -apqtv -j=number --all --depth=number --dry-run --jobs=number --no-tags --prune --prune-tags --quiet --tags --unshallow
    --verbose
  `,
});

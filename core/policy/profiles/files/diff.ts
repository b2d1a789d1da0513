// Profile of `diff`.
import { defineProfile } from '../define-profile.ts';

/** Compares two files. `-r` and folders follow links; `-l` runs `pr`. */
export const DIFF = defineProfile({
  command: 'diff',
  effect: 'reads',
  operands: 'files',
  maxOperands: 2,
  followsLinks: true,
  options: `
    -abBcdeEiNpqstTuwyZ -C=number -U=number -W=number -I=text --brief --color[=text] --context[=number] --expand-tabs
    --ignore-all-space --ignore-blank-lines --ignore-case --ignore-space-change --ignore-trailing-space --label=text
    --minimal --new-file --normal --report-identical-files --side-by-side --speed-large-files --strip-trailing-cr
    --suppress-common-lines --text --unified[=number] --width=number
  `,
});

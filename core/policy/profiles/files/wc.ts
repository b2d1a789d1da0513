// Profile of `wc`.
import { defineProfile } from '../define-profile.ts';

/** Counts. `--files0-from` is missing because it reads a list of other files. */
export const WC = defineProfile({
  command: 'wc',
  effect: 'reads',
  operands: 'files',
  options: '-clmwL --lines --words --bytes --chars --max-line-length --total=text',
});

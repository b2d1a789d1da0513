// Profile of `file`.
import { defineProfile } from '../define-profile.ts';

/** Prints the type of files. `-z` runs programs, `-C` writes, and `-f` and `-m` read other files. */
export const FILE = defineProfile({
  command: 'file',
  effect: 'reads',
  operands: 'files',
  options: '-bhikN0 --brief --mime --mime-type --mime-encoding --extension --keep-going --no-dereference --no-pad',
});

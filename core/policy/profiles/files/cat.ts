// Profile of `cat`.
import { defineProfile } from '../define-profile.ts';

/** Prints files. */
export const CAT = defineProfile({
  command: 'cat',
  effect: 'reads',
  operands: 'files',
  options:
    '-AbeEnstTuv --number --number-nonblank --show-all --show-ends --show-nonprinting --show-tabs --squeeze-blank',
});

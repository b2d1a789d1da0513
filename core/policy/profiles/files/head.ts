// Profile of `head`.
import { defineProfile } from '../define-profile.ts';

/** Prints the start of files. */
export const HEAD = defineProfile({
  command: 'head',
  effect: 'reads',
  operands: 'files',
  options: '-# -qvz -n=number -c=number --lines=number --bytes=number --quiet --silent --verbose --zero-terminated',
});

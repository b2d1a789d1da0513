// Profile of `stat`.
import { defineProfile } from '../define-profile.ts';

/** Prints metadata of files. */
export const STAT = defineProfile({
  command: 'stat',
  effect: 'reads',
  operands: 'files',
  options: '-ft -c=text --format=text --printf=text --terse --file-system',
});

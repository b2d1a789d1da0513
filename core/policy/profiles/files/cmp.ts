// Profile of `cmp`.
import { defineProfile } from '../define-profile.ts';

/** Compares two files byte by byte. */
export const CMP = defineProfile({
  command: 'cmp',
  effect: 'reads',
  operands: 'files',
  options: '-bls -i=text -n=number --bytes=number --ignore-initial=text --print-bytes --quiet --silent --verbose',
});

// Profile of `realpath`.
import { defineProfile } from '../define-profile.ts';

/** Prints resolved paths. */
export const REALPATH = defineProfile({
  command: 'realpath',
  effect: 'reads',
  operands: 'files',
  options: '-emsqz --canonicalize-existing --canonicalize-missing --no-symlinks --quiet --zero',
});

/** Prints the targets of links. */
export const READLINK = defineProfile({
  command: 'readlink',
  effect: 'reads',
  operands: 'files',
  options: '-efmnqsvz --canonicalize --canonicalize-existing --canonicalize-missing --no-newline',
});

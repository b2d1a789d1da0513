// Profile of `tail`.
import { defineProfile } from '../define-profile.ts';

/** Prints the end of files. `-f` is missing because it never ends. */
export const TAIL = defineProfile({
  command: 'tail',
  effect: 'reads',
  operands: 'files',
  options: '-# -qvz -n=number -c=number --lines=number --bytes=number --quiet --silent --verbose --zero-terminated',
  check: ({ operands }) =>
    operands.some(({ text }) => text.startsWith('+')) ? 'an argument with + can be an old option' : undefined,
});

// Profile of Make.
import { defineProfile } from '../define-profile.ts';

/** Builds targets. `-f`, `-C`, and assignments choose other code. */
export const MAKE = defineProfile({
  command: 'make',
  effect: 'builds',
  operands: 'text',
  options:
    '-Bikns -j[=number] -l=number --always-make --dry-run --jobs[=number] --just-print --keep-going --no-print-directory --quiet --silent',
  runs: 'the Makefile',
  check: ({ operands }) =>
    operands.some(({ text }) => text.includes('=')) ? 'a variable of the Makefile can hold a command' : undefined,
});

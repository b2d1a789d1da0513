// Profile of `tree`.
import { defineProfile } from '../define-profile.ts';

/** Prints a tree of files. `-o` writes, `-l` follows links, and `--fromfile` reads a list. */
export const TREE = defineProfile({
  command: 'tree',
  effect: 'reads',
  operands: 'files',
  options: `
    -acCdDfFhinNpqQrsStUuvgJX -I=text -L=number -P=text --dirsfirst --du --filelimit=number --filesfirst --gitignore
    --ignore-case --inodes --matchdirs --noreport --prune --si --sort=text --timefmt=text
  `,
});

// Profile of `du`.
import { defineProfile } from '../define-profile.ts';

/** Prints sizes. Options that follow links or read a list of files are missing. */
export const DU = defineProfile({
  command: 'du',
  effect: 'reads',
  operands: 'files',
  options: `
    -abchkmsSx0 -d=number -t=number -B=text --all --apparent-size --block-size=text --bytes --exclude=text --human-readable
    --max-depth=number --null --one-file-system --separate-dirs --si --summarize --threshold=number --total
  `,
});

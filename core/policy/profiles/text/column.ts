// Profile of `column`.
import { defineProfile } from '../define-profile.ts';

/** Prints a table. */
export const COLUMN = defineProfile({
  command: 'column',
  effect: 'reads',
  operands: 'files',
  options: `
    -eJntxL -c=number -s=text -o=text -N=text -R=text -H=text -T=text -W=text -O=text -E=text --fillrows --json
    --output-separator=text --output-width=number --separator=text --table --table-columns=text --table-right=text
    --table-hide=text --table-name=text
  `,
});

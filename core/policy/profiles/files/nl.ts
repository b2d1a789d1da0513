// Profile of `nl`.
import { defineProfile } from '../define-profile.ts';

/** Numbers lines. */
export const NL = defineProfile({
  command: 'nl',
  effect: 'reads',
  operands: 'files',
  options: `
    -p -b=text -d=text -f=text -h=text -i=number -l=number -n=text -s=text -v=number -w=number --body-numbering=text
    --number-format=text --number-separator=text --number-width=number --starting-line-number=number
  `,
});

// Profile of `cut`.
import { defineProfile } from '../define-profile.ts';

/** Prints columns. */
export const CUT = defineProfile({
  command: 'cut',
  effect: 'reads',
  operands: 'files',
  options: `
    -nsz -b=text -c=text -d=text -f=text --bytes=text --characters=text --complement --delimiter=text --fields=text
    --only-delimited --output-delimiter=text --zero-terminated
  `,
});

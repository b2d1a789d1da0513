// Profile of `sort`.
import { defineProfile } from '../define-profile.ts';

/** Sorts lines. `-o` and `-T` write, and `--compress-program` runs a program. */
export const SORT = defineProfile({
  command: 'sort',
  effect: 'reads',
  operands: 'files',
  options: `
    -bdfghiMnRrVcCmsuz -k=text -t=text -S=text --check[=text] --dictionary-order --field-separator=text
    --general-numeric-sort --human-numeric-sort --ignore-case --ignore-leading-blanks --ignore-nonprinting --key=text
    --merge --month-sort --numeric-sort --parallel=number --random-sort --reverse --sort=text --stable --unique
    --version-sort --zero-terminated
  `,
  check: ({ operands }) =>
    operands.some(({ text }) => text.startsWith('+')) ? 'an argument with + can be an old option' : undefined,
});

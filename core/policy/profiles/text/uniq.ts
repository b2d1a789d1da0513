// Profile of `uniq`.
import { defineProfile } from '../define-profile.ts';

/** Removes repeated lines. A second operand would be written. */
export const UNIQ = defineProfile({
  command: 'uniq',
  effect: 'reads',
  operands: 'files',
  maxOperands: 1,
  options: `
    -cdDiuz -f=number -s=number -w=number --all-repeated[=text] --check-chars=number --count --group[=text] --ignore-case
    --repeated --skip-chars=number --skip-fields=number --unique --zero-terminated
  `,
  check: ({ operands }) =>
    operands.some(({ isPattern, text }) => isPattern || text.startsWith('+'))
      ? 'a second file would be written'
      : undefined,
});

// Profiles of programs that print facts about the system.
import { defineProfile } from '../define-profile.ts';

/** Prints or formats a time. `-s` and an operand without + set the clock, and `-f` reads a file. */
export const DATE = defineProfile({
  command: 'date',
  effect: 'asks-system',
  operands: 'text',
  maxOperands: 1,
  options: '-uR -d=text -I[=text] --date=text --iso-8601[=text] --rfc-3339=text --rfc-email --universal --utc',
  check: ({ operands }) =>
    operands.every(({ text }) => text.startsWith('+')) ? undefined : 'an argument of "date" can set the clock',
});

/** Print who and what this computer is. */
export const IDENTITY = [
  defineProfile({
    command: 'uname',
    effect: 'asks-system',
    options:
      '-asnrvmpio --all --kernel-name --kernel-release --kernel-version --machine --nodename --operating-system --processor',
  }),
  defineProfile({ command: 'whoami', effect: 'asks-system' }),
  defineProfile({ command: 'id', effect: 'asks-system', options: '-Ggnru --group --groups --name --real --user' }),
  defineProfile({ command: 'nproc', effect: 'asks-system', options: '--all' }),
];

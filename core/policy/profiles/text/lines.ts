// Profiles of programs that print or number lines.
import { defineProfile } from '../define-profile.ts';

/** Programs that print their input in another form. */
export const LINES = [
  defineProfile({
    command: 'tac',
    effect: 'reads',
    operands: 'files',
    options: '-br -s=text --before --regex --separator=text',
  }),
  defineProfile({ command: 'rev', effect: 'reads', operands: 'files' }),
  defineProfile({
    command: 'fold',
    effect: 'reads',
    operands: 'files',
    options: '-bs -w=number --bytes --spaces --width=number',
  }),
  defineProfile({
    command: 'paste',
    effect: 'reads',
    operands: 'files',
    options: '-sz -d=text --delimiters=text --serial --zero-terminated',
  }),
  defineProfile({
    command: 'comm',
    effect: 'reads',
    operands: 'files',
    options: '-123z --check-order --nocheck-order --output-delimiter=text --total',
  }),
  defineProfile({ command: 'expand', effect: 'reads', operands: 'files', options: '-i -t=text --initial --tabs=text' }),
  defineProfile({
    command: 'od',
    effect: 'reads',
    operands: 'files',
    options: '-abcdfiloxv -A=text -j=number -N=number -t=text -w=number',
  }),
];

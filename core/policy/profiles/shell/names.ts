// Profiles of programs that print parts of paths.
import { defineProfile } from '../define-profile.ts';

/** Print parts of a path. */
export const NAMES = [
  defineProfile({
    command: 'basename',
    effect: 'prints',
    operands: 'text',
    options: '-az -s=text --multiple --suffix=text --zero',
  }),
  defineProfile({ command: 'dirname', effect: 'prints', operands: 'text', options: '-z --zero' }),
  defineProfile({ command: 'which', effect: 'prints', operands: 'text', options: '-a --all' }),
  defineProfile({
    command: 'command',
    effect: 'prints',
    operands: 'text',
    options: '-vV',
    check: ({ options }) => (options.length === 0 ? '"command" runs another program' : undefined),
  }),
];

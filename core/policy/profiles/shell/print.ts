// Profiles of programs that print text.
import { defineProfile } from '../define-profile.ts';
import type { ProfileWord } from '../parsed-call.ts';
import type { ParsedCall } from '../parsed-call.ts';

/** Prints its arguments, whatever they are. */
export const ECHO = defineProfile({ command: 'echo', effect: 'prints', operands: 'text', read: readText });

/** Prints formatted arguments. `-v` sets a variable. */
export const PRINTF = defineProfile({
  command: 'printf',
  effect: 'prints',
  operands: 'text',
  read: readFormat,
});

/** Some shells evaluate a number as arithmetic, whose subscripts can run commands. */
function readFormat(args: readonly ProfileWord[]): ParsedCall | string {
  const [first, ...values] = args;
  if (first?.text.startsWith('-') === true) return `"printf ${first.text}" can set a variable`;
  if (values.some(({ text }) => /\[[^[\]]*[$`]/.test(text))) return 'an argument can be evaluated as arithmetic';
  return readText(args);
}

/** Prints the folder. */
export const PWD = defineProfile({ command: 'pwd', effect: 'prints', options: '-LP' });

/** Succeed or fail, and do nothing. */
export const CONSTANTS = ['true', 'false', ':'].map((command) =>
  defineProfile({ command, effect: 'prints', operands: 'text', read: readText }),
);

/** A pattern is expanded to names, which are printed. */
function readText(args: readonly ProfileWord[]): ParsedCall {
  return { options: [], operands: args, files: args.filter(({ isPattern }) => isPattern) };
}

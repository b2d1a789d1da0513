// Profile of the shell’s test.
import { defineProfile } from '../define-profile.ts';
import type { ProfileWord } from '../parsed-call.ts';
import type { ParsedCall } from '../parsed-call.ts';

const FILE_TESTS = new Set('-b -c -d -e -f -g -G -h -k -L -N -O -p -r -s -S -u -w -x'.split(' '));
const TEXT_TESTS = new Set(['-n', '-z']);
const COMPARISONS = new Set('= == != < > -eq -ne -lt -le -gt -ge -nt -ot -ef'.split(' '));
const NUMBER_COMPARISONS = new Set('-eq -ne -lt -le -gt -ge'.split(' '));
const FILE_COMPARISONS = new Set(['-nt', '-ot', '-ef']);
const CONNECTORS = new Set(['!', '-a', '-o', '(', ')']);

/** Tests files and compares text. `-v` and `-R` evaluate names of variables. */
export const TEST = defineProfile({ command: 'test', effect: 'reads', operands: 'files', read });

/** The same in brackets. */
export const BRACKET = defineProfile({
  command: '[',
  effect: 'reads',
  operands: 'files',
  read: (args) => (args.at(-1)?.text === ']' ? read(args.slice(0, -1)) : '"]" is missing'),
});

function read(args: readonly ProfileWord[]): ParsedCall | string {
  const files: ProfileWord[] = [];
  if (args.some(({ isPattern }) => isPattern)) return 'a file pattern can become other arguments';
  for (let at = 0; at < args.length; at += 1) {
    const [word, next, third] = args.slice(at, at + 3);
    const text = word?.text ?? '';
    if (next !== undefined && COMPARISONS.has(next.text) && third !== undefined) {
      if (FILE_COMPARISONS.has(next.text) && word !== undefined) files.push(word, third);
      // Some shells evaluate them as arithmetic, whose subscripts can run commands.
      const isNumeric = [text, third.text].every((number) => /^[+-]?\d+$/.test(number));
      if (NUMBER_COMPARISONS.has(next.text) && !isNumeric)
        return `"${next.text}" compares something other than numbers`;
      at += 2;
    } else if (next !== undefined && (FILE_TESTS.has(text) || TEXT_TESTS.has(text))) {
      if (FILE_TESTS.has(text)) files.push(next);
      at += 1;
    } else if (text.startsWith('-') && !CONNECTORS.has(text)) return `"${text}" of "test" can do more than compare`;
  }
  return { options: [], operands: args, files };
}

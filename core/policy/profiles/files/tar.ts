// Profile of `tar`.
import { defineProfile } from '../define-profile.ts';
import type { ProfileWord } from '../parsed-call.ts';
import type { ParsedCall } from '../parsed-call.ts';

const LETTERS = /^-?[tvfzjJ]+$/;
const LONG = new Set(['--list', '--verbose', '--gzip', '--bzip2', '--xz', '--numeric-owner', '--full-time', '--utc']);

/** Lists the content of an archive. Everything that extracts, writes, runs a program, or reads an archive elsewhere is missing. */
export const TAR = defineProfile({
  command: 'tar',
  effect: 'reads',
  operands: 'files',
  read,
  runs: 'the decompressor of the archive',
});

function read(args: readonly ProfileWord[]): ParsedCall | string {
  let archive: ProfileWord | undefined;
  let isList = false;
  const operands: ProfileWord[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at];
    if (word === undefined) break;
    const { text } = word;
    if (word.isPattern) return 'a file pattern can become other arguments';
    if (text.startsWith('--file=')) archive = { ...word, text: text.slice('--file='.length) };
    else if (LONG.has(text)) isList ||= text === '--list';
    else if ((at === 0 || text.startsWith('-')) && LETTERS.test(text)) {
      isList ||= text.includes('t');
      // The archive follows the letters, so `f` must be the last one of a word with a dash.
      if (!text.includes('f')) continue;
      if (archive !== undefined || (text.startsWith('-') && !text.endsWith('f'))) return 'its archive is unclear';
      archive = args[(at += 1)];
    } else if (text.startsWith('-')) return `the option "${text}" of "tar" can do more than list an archive`;
    else operands.push(word);
  }
  if (!isList) return '"tar" can write files';
  if (archive === undefined || archive.text === '-' || archive.isPattern) return 'its archive is unclear';
  return archive.text.includes(':')
    ? 'an archive with a colon can be on another computer'
    : { options: [], operands, files: [archive] };
}

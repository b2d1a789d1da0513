// Profile of `tar`.
import { defineProfile } from '../define-profile.ts';
import type { ProfileWord } from '../parsed-call.ts';
import type { ParsedCall } from '../parsed-call.ts';

const LETTERS = /^-?[tvfzjJ]+$/;
const LONG = new Set(['--list', '--verbose', '--gzip', '--bzip2', '--xz', '--numeric-owner', '--full-time', '--utc']);

const UNCLEAR = 'its archive is unclear';

/** Lists the content of an archive. Everything that extracts, writes, runs a program, or reads an archive elsewhere is missing. */
export const TAR = defineProfile({
  command: 'tar',
  effect: 'reads',
  operands: 'files',
  read,
  runs: "the archive's decompressor",
});

/** What was found so far. */
interface Found {
  archive?: ProfileWord | undefined;
  isList: boolean;
  readonly operands: ProfileWord[];
}

function read(args: readonly ProfileWord[]): ParsedCall | string {
  const found: Found = { isList: false, operands: [] };
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at];
    if (word === undefined) break;
    if (word.isPattern) return 'a file pattern can become other arguments';
    const isBundle = (at === 0 || word.text.startsWith('-')) && LETTERS.test(word.text);
    const problem = isBundle ? readLetters(word.text, found) : readOther(word, found);
    if (problem !== undefined) return problem;
    if (isBundle && word.text.includes('f')) found.archive = args[(at += 1)];
  }
  return toCall(found);
}

/** The archive follows the letters, so `f` must be the last one of a word with a dash. */
function readLetters(text: string, found: Found): string | undefined {
  found.isList ||= text.includes('t');
  if (!text.includes('f')) return undefined;
  // Each `f` takes a word, and the last one wins.
  if (text.indexOf('f') !== text.lastIndexOf('f')) return UNCLEAR;
  return found.archive !== undefined || (text.startsWith('-') && !text.endsWith('f')) ? UNCLEAR : undefined;
}

function readOther(word: ProfileWord, found: Found): string | undefined {
  const { text } = word;
  if (text.startsWith('--file=')) found.archive = { ...word, text: text.slice('--file='.length) };
  else if (LONG.has(text)) found.isList ||= text === '--list';
  else if (text.startsWith('-')) return `the option "${text}" of "tar" can do more than list an archive`;
  else found.operands.push(word);
  return undefined;
}

function toCall({ archive, isList, operands }: Found): ParsedCall | string {
  if (!isList) return '"tar" can write files';
  if (archive === undefined || archive.text === '-' || archive.isPattern) return UNCLEAR;
  if (archive.text.includes(':')) return 'an archive with a colon can be on another computer';
  return { options: [], operands, files: [archive] };
}

// Reads a command line strictly: plain words and quotes without expansion. Whatever else stands in it is named, not guessed.

/** A line that was fully understood, or why not, in words for a person. */
export type ParsedLine =
  | { readonly ok: true; readonly words: readonly string[] }
  | { readonly ok: false; readonly reason: string };

/** Longest line that is read, characters; longer ones are asked about. */
const MAX_LINE = 16 * 1024;

/** Characters that do something without being seen: control characters except tab and line break. */
const CONTROL: readonly Range[] = [
  [0x00, 0x08],
  [0x0b, 0x1f],
  [0x7f, 0x9f],
];
/** Characters that take no room or turn the direction of writing. */
const INVISIBLE: readonly Range[] = [
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff0, 0xfffb],
  [0xe0000, 0xe0fff],
];

type Range = readonly [first: number, last: number];

function isIn(ranges: readonly Range[], character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return ranges.some(([first, last]) => code >= first && code <= last);
}

/** Characters with a meaning to the shell outside of quotes, and what to call them. */
const MEANINGS: Readonly<Record<string, string>> = {
  '|': 'a pipe or list',
  '&': 'a list or a background command',
  ';': 'a list of commands',
  '<': 'a redirection',
  '>': 'a redirection',
  '(': 'a group or substitution',
  ')': 'a group or substitution',
  $: 'a variable or substitution',
  '`': 'a command substitution',
  '\\': 'an escaped character',
  '*': 'a file pattern',
  '?': 'a file pattern',
  '[': 'a file pattern',
  ']': 'a file pattern',
  '{': 'a brace list',
  '}': 'a brace list',
  '!': 'a history or negation mark',
  '~': 'a home folder mark',
  '^': 'a special mark',
  '#': 'a comment mark',
};
/** Inside double quotes these still have a meaning. */
const QUOTED_MEANINGS: ReadonlySet<string> = new Set(['$', '`', '\\', '!']);

/** Splits a line into its words. */
export function parseLine(line: string): ParsedLine {
  if (line.length > MAX_LINE) return refuse('it is longer than 16 KiB');
  if (line.trim() === '') return refuse('it is empty');
  if (/[\n\r]/.test(line)) return refuse('it has more than one line');
  if ([...line].some((character) => isIn(CONTROL, character))) return refuse('it contains a control character');
  if ([...line].some((character) => isIn(INVISIBLE, character))) return refuse('it contains an invisible character');
  return splitWords(line);
}

function splitWords(line: string): ParsedLine {
  const words: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < line.length; at += 1) {
    const character = line.charAt(at);
    if (character === ' ' || character === '\t') {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (character === "'" || character === '"') {
      const end = line.indexOf(character, at + 1);
      if (end < 0) return refuse('a quote is not closed');
      const inner = line.slice(at + 1, end);
      const meaning = character === '"' ? [...inner].find((inside) => QUOTED_MEANINGS.has(inside)) : undefined;
      if (meaning !== undefined) return refuse(`it contains ${MEANINGS[meaning]}`);
      word = (word ?? '') + inner;
      at = end;
    } else {
      const meaning = MEANINGS[character];
      if (meaning !== undefined) return refuse(`it contains ${meaning}`);
      if (character === '=' && word === undefined) return refuse('it contains a special mark');
      word = (word ?? '') + character;
    }
  }
  if (word !== undefined) words.push(word);
  return { ok: true, words };
}

function refuse(reason: string): ParsedLine {
  return { ok: false, reason };
}

/** The line with its hidden characters made visible, for a person who decides about it. */
export function visible(line: string): string {
  return [...line]
    .map((character) => {
      if (character === '\n' || character === '\t') return character;
      const hidden = isIn(CONTROL, character) || isIn(INVISIBLE, character);
      return hidden ? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}` : character;
    })
    .join('');
}

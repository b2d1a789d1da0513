// Parses a command line strictly: plain words and quotes without expansion. Anything else is reported by name, never guessed.
import { hasControlCharacter, hasInvisibleCharacter } from '#contract/types/hidden-characters.ts';

/** A fully understood line, or a human-readable reason why it isn't. */
export type ParsedLine =
  | { readonly ok: true; readonly words: readonly string[] }
  | { readonly ok: false; readonly reason: string };

/** Longest line that is parsed, characters; longer ones require approval. */
const MAX_LINE = 16 * 1024;

/** Characters that the shell interprets outside quotes, with a description. */
const MEANINGS: Readonly<Record<string, string>> = {
  '|': 'a pipe or a list of commands',
  '&': 'a list of commands or a background command',
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
  '{': 'a brace expansion',
  '}': 'a brace expansion',
  '!': 'history expansion or negation',
  '~': 'home directory expansion',
  '^': 'a special character',
  '#': 'a comment',
};
/** The shell interprets these inside double quotes too. */
const QUOTED_MEANINGS: ReadonlySet<string> = new Set(['$', '`', '\\', '!']);

/** Splits a line into its words. */
export function parseLine(line: string): ParsedLine {
  if (line.length > MAX_LINE) return refuse('it is longer than 16 KiB');
  if (line.trim() === '') return refuse('it is empty');
  if (/[\n\r]/.test(line)) return refuse('it has more than one line');
  if (hasControlCharacter(line)) return refuse('it contains a control character');
  if (hasInvisibleCharacter(line)) return refuse('it contains an invisible character');
  return splitWords(line);
}

/** A word as the shell reads it back. */
export function quoteWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
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
      if (character === '=' && word === undefined) return refuse('it contains a special character');
      word = (word ?? '') + character;
    }
  }
  if (word !== undefined) words.push(word);
  return { ok: true, words };
}

function refuse(reason: string): ParsedLine {
  return { ok: false, reason };
}

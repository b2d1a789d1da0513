// Characters that a person can't see in a text that they are asked to approve.
import { stripSequences } from './control-sequences.ts';

/** Control characters except tab and line break. */
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/u;
/** Characters that take no space, look like empty space in every font, change the direction of text, or are half a character. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\u2028-\u202e\u2800\ufff9-\ufffb\u{13430}-\u{13455}\p{Surrogate}]/u;
/** Characters that only join or color emoji. Anywhere else they are invisible. */
const EMOJI_PART =
  /(?<=\p{Extended_Pictographic})\ufe0f|(?<=\p{Extended_Pictographic}\ufe0f?|[\u{1f3fb}-\u{1f3ff}])\u200d(?=\p{Extended_Pictographic})/uy;
/** Joiners and variants, which some scripts and emoji need. */
const JOINERS = /\u200c|\u200d|\p{Variation_Selector}/u;
const HIDDEN = new RegExp(`${CONTROL.source}|${INVISIBLE.source}`, 'gu');

/** Most texts have only these, and need no closer look. */
const PLAIN = /^[\t\n\u0020-\u007e]*$/;

/** Whether the text has a control character other than a tab or line break. */
export function hasControlCharacter(text: string): boolean {
  return CONTROL.test(text);
}

/** Whether the text has a character that takes no space or changes the direction of the text. */
export function hasInvisibleCharacter(text: string): boolean {
  return INVISIBLE.test(text);
}

/** The text with hidden characters as escapes, such as `\u{202e}`. Tabs, line breaks, and emoji are kept. */
export function escapeHidden(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.replaceAll(HIDDEN, (character, at: number) =>
    isEmojiPart(text, at) ? character : escapeCharacter(character),
  );
}

/** The same for text that is shown on one line: tabs and line breaks are escaped too. */
export function escapeHiddenInLine(text: string): string {
  return escapeHidden(text).replaceAll(/[\t\n]/g, escapeCharacter);
}

/** The text on one line without control sequences and hidden characters, for titles and previews. Joiners within words are kept. */
export function removeHidden(text: string): string {
  const visible = stripSequences(text)
    .replaceAll(/\s+/g, ' ')
    .replaceAll(HIDDEN, (character) => (JOINERS.test(character) ? character : ''));
  return visible.replaceAll(/ {2,}/g, ' ').trim();
}

function isEmojiPart(text: string, at: number): boolean {
  EMOJI_PART.lastIndex = at;
  return EMOJI_PART.test(text);
}

function escapeCharacter(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

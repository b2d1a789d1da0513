// Characters that a person can't see in a text that they are asked to approve.

/** Control characters except tab and line break. */
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/u;
/** Zero-width characters, variation selectors, tags and bidirectional controls. */
const INVISIBLE =
  /[\u{34f}\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\p{Variation_Selector}\ufeff\uffa0\ufff0-\ufffb\u{e0000}-\u{e0fff}]/u;
const HIDDEN = new RegExp(`${CONTROL.source}|${INVISIBLE.source}`, 'gu');

/** Whether the text has a control character other than a tab or line break. */
export function hasControlCharacter(text: string): boolean {
  return CONTROL.test(text);
}

/** Whether the text has a character that takes no space or changes the direction of the text. */
export function hasInvisibleCharacter(text: string): boolean {
  return INVISIBLE.test(text);
}

/** The text with hidden characters as escapes, such as `\u{202e}`. Tabs and line breaks are kept. */
export function escapeHidden(text: string): string {
  return text.replaceAll(HIDDEN, escapeCharacter);
}

/** The same for text that is shown on one line: tabs and line breaks are escaped too. */
export function escapeHiddenInLine(text: string): string {
  return escapeHidden(text).replaceAll(/[\t\n]/g, escapeCharacter);
}

function escapeCharacter(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

// Sanitizes untrusted text for a terminal: removes anything that could move the cursor, set the title or type an answer.
import { stripSequences } from '#contract/types/control-sequences.ts';

/** Control characters except line feed and tab, C1 codes, and bidirectional formatting characters. */
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/gu;

/** The text without control sequences; line feeds and tabs are kept. */
export function plainText(text: string): string {
  return stripSequences(text).replaceAll('\r\n', '\n').replaceAll(CONTROL, '');
}

/** The same on a single line. */
export function plainLine(text: string): string {
  return plainText(text).replaceAll(/\s+/g, ' ').trim();
}

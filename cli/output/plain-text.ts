// Sanitizes untrusted text for a terminal: removes anything that could move the cursor, set the title or type an answer.

/** Control characters except line feed and tab, C1 codes, and bidirectional formatting characters. */
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/gu;
const SEQUENCE = /\u001b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-_])/gu;

/** The text without control sequences; line feeds and tabs are kept. */
export function plainText(text: string): string {
  return text.replaceAll(SEQUENCE, '').replaceAll('\r\n', '\n').replaceAll(CONTROL, '');
}

/** The same on a single line. */
export function plainLine(text: string): string {
  return plainText(text).replaceAll(/\s+/g, ' ').trim();
}

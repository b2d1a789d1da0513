// Control sequences of terminals: colors, cursor movement, titles, links.

/** One sequence: CSI (parameters and final character are captured), a string such as OSC, or another escape. An incomplete one ends the text. */
export const SEQUENCE =
  /(?:\u001b\[|\u009b)(?:([0-?]*)[ -/]*([@-~])|[0-?]*[ -/]*$)|(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u009c\n]*(?:\u0007|\u001b\\|\u009c)?|\u001b[ -/]*(?:[0-_cno|}~]|$)/gu;

/** The text without control sequences. */
export function stripSequences(text: string): string {
  return text.replaceAll(SEQUENCE, '');
}
